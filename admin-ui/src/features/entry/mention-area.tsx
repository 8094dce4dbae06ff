import { Text, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import { useMe } from "../../kit/session";
import { useTexts } from "../../kit/texts";
import { Avatar } from "../../kit/ui/avatar";
import { colleaguesQuery } from "./colleagues";
import { useEditing } from "./context";
import { calledBy, matching, type Person } from "./mentions-in";
import { texts } from "./texts";

interface Props {
  label: string;
  value: string;
  onChange: (text: string) => void;
  /** Somebody was chosen from the list. */
  onMention: (person: Person) => void;
  autoFocus?: boolean;
}

/** MentionArea is a text in which @ and some letters call a colleague. */
export function MentionArea({ label, value, onChange, onMention, autoFocus = false }: Props) {
  const t = useTexts(texts);
  const me = useMe();
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const { store } = useEditing();
  const colleagues = useQuery(colleaguesQuery(store.entry.get().id)).data;
  const [asked, setAsked] = useState<string>(); // what stands between @ and the caret
  const [at, setAt] = useState(0);
  const people = useMemo(() => (colleagues ?? []).filter((p) => p.id !== me.id), [colleagues, me.id]);
  const found = asked === undefined ? [] : matching(people, asked);
  const chosen = Math.min(at, found.length - 1);
  const look = () => {
    const e = area.current;
    setAsked(e ? calledBy(e.value.slice(0, e.selectionStart)) : undefined);
    setAt(0);
  };
  const take = (person: Person) => {
    const e = area.current;
    if (!e || asked === undefined) return;
    const begin = e.value.slice(0, e.selectionStart - asked.length);
    onChange(`${begin}${person.name} ${e.value.slice(e.selectionStart)}`);
    onMention(person);
    setAsked(undefined);
    const caret = begin.length + person.name.length + 1;
    requestAnimationFrame(() => {
      e.focus();
      e.setSelectionRange(caret, caret);
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const one = found[chosen];
    if (!one) return;
    if (event.key === "ArrowDown") setAt((chosen + 1) % found.length);
    else if (event.key === "ArrowUp") setAt((chosen - 1 + found.length) % found.length);
    else if (event.key === "Enter" || event.key === "Tab") take(one);
    else if (event.key === "Escape") setAsked(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="p-mention">
      <Textarea
        ref={area} aria-label={label} placeholder={label} autosize minRows={2} maxRows={8} maxLength={5000} value={value} dir="auto" data-autofocus={autoFocus || undefined}
        onChange={(e) => { onChange(e.currentTarget.value); look(); }} onClick={look} onBlur={() => setAsked(undefined)} onKeyDown={onKeyDown}
        aria-autocomplete="list" aria-controls={found.length > 0 ? id : undefined} aria-activedescendant={found.length > 0 ? `${id}-${chosen}` : undefined}
      />
      {found.length > 0 && (
        <div role="listbox" id={id} className="p-mention-list" aria-label={t("mention.people")}>
          {found.map((p, i) => (
            <div key={p.id} className="p-mention-one" id={`${id}-${i}`} role="option" tabIndex={-1} aria-selected={i === chosen} onPointerDown={(e) => { e.preventDefault(); take(p); }}>
              <Avatar id={p.id} name={p.name} /> <Text span size="sm">{p.name}</Text>
            </div>
          ))}
        </div>
      )}
      <span className="p-hidden" role="status">{found.length > 0 ? t("mention.found", { n: found.length }) : ""}</span>
    </div>
  );
}
