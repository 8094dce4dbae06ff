import { Popover, Text } from "@mantine/core";
import { useState } from "react";
import type { ContentType } from "../../kit/model";
import { useMe } from "../../kit/session";
import { useTexts } from "../../kit/texts";
import { Avatar } from "../../kit/ui/avatar";
import type { Other } from "./context";
import { useFieldName } from "./field-name";
import { jump } from "./jump";
import { texts } from "./texts";

const most = 4; // avatars; the rest is a number

/** Present shows who else has the entry open, and where they write. All may write at once: it says what becomes of that. */
export function Present({ others, type }: { others: Other[]; type: ContentType }) {
  const t = useTexts(texts);
  const me = useMe();
  const [opened, setOpened] = useState(false);
  const people = [...new Map(others.map((o) => [o.account === me.id ? o.client : o.account, o])).values()];
  const nameOf = (o: Other) => (o.account === me.id ? t("others.me") : o.name);
  const names = t("others", { names: [...new Set(people.map(nameOf))].join(", ") });
  return (
    <>
      <span className="p-hidden" role="status">{people.length > 0 ? names : ""}</span>
      {people.length > 0 && (
        <Popover opened={opened} onChange={setOpened} width={340} position="bottom-end" shadow="md" trapFocus>
          <Popover.Target>
            <button type="button" className="p-present" aria-label={names} title={names} onClick={() => setOpened(!opened)}>
              {people.slice(0, most).map((o) => <Avatar key={o.client} id={o.account} name={o.name} size={28} />)}
              {people.length > most && <span className="p-avatar" data-hue="gray" data-initials={`+${people.length - most}`} />}
            </button>
          </Popover.Target>
          <Popover.Dropdown>
            <ul className="p-people">
              {people.map((o) => <One key={o.client} present={o} name={nameOf(o)} type={type} onGo={() => setOpened(false)} />)}
            </ul>
            <Text size="sm" c="dimmed" mt="sm">{t("present.both")}</Text>
          </Popover.Dropdown>
        </Popover>
      )}
    </>
  );
}

function One({ present: o, name, type, onGo }: { present: Other; name: string; type: ContentType; onGo: () => void }) {
  const t = useTexts(texts);
  const fieldName = useFieldName(type);
  const { field } = o;
  const go = () => {
    onGo();
    if (field) jump(field);
  };
  return (
    <li>
      <Avatar id={o.account} name={o.name} size={28} />
      <span className="p-grow">
        <Text size="sm" fw={560}>{name}</Text>
        {field ? <button type="button" className="p-jump" onClick={go}>{t("present.in", { field: fieldName(field) })}</button> : <Text size="xs" c="dimmed">{t("present.reads")}</Text>}
      </span>
    </li>
  );
}
