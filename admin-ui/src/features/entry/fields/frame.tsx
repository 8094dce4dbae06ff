import { Badge, Input, Text } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense, useEffect } from "react";
import { language } from "../../../kit/language";
import type { Field } from "../../../kit/model";
import { useStore } from "../../../kit/store";
import { labelIn, useTexts } from "../../../kit/texts";
import { Avatar } from "../../../kit/ui/avatar";
import { useEditing, useValue } from "../context";
import { type Path, pointer } from "../document";
import { texts } from "../texts";
import { plainText } from "../words";
import { CommentButton } from "./comment-button";
import { Fallback } from "./fallback";

const Reading = lazy(() => import("./reading"));

export interface FieldProps {
  field: Field;
  path: Path;
}

/** idOf is the id of the element that takes the focus for a path. */
export const idOf = (path: Path, prefix = "") => `${prefix}f${pointer(path).replace(/[^A-Za-z0-9-]/g, "_")}`;

/** Frame stands around every field: label, help, what is wrong, who else is at it, and the source beside it. */
export function Frame({ field, path, group = false, children }: FieldProps & { group?: boolean; children: ReactNode }) {
  const t = useTexts(texts);
  const locale = useStore(language);
  const editing = useEditing();
  const at = pointer(path);
  const error = problemAt(editing.problems, field.kind, at);
  const there = editing.others.filter((o) => o.field === at);
  const localized = path[0] === "locales";
  const help = labelIn(field.help, locale);
  const label = labelIn(field.label, locale) || field.name;
  const id = idOf(path, editing.prefix);
  const whole = path.length === (localized ? 3 : 2); // not a part of a value
  const head = (
    <>
      {label}
      {field.required && <Text span c="red" aria-hidden> *</Text>}
      {!localized && whole && <Badge size="xs" color="gray" ml={8} tt="none">{t("all.languages")}</Badge>}
    </>
  );
  const body = (
    <>
      {help && <Input.Description id={`${id}-help`}>{help}</Input.Description>}
      {whole && editing.lockedHere && <p className="p-lock" id={`${id}-lock`}><IconLock size={14} aria-hidden /> {editing.lockedHere}</p>}
      {children}
      {whole && localized && <Fallback field={field} path={path} id={id} />}
      {error && <Input.Error id={`${id}-error`} mt={4}>{error}</Input.Error>}
    </>
  );
  useDescribed(id, [help ? `${id}-help` : "", whole && editing.lockedHere ? `${id}-lock` : "", error ? `${id}-error` : ""].filter(Boolean));
  const side = localized && editing.side && path.length === 3 ? editing.side : undefined;
  return (
    <div className="p-field" data-pointer={at} data-side={side ? true : undefined} data-locked={editing.locked ? true : undefined} onFocusCapture={() => editing.enter(at)}>
      <div className="p-value" {...(group && { role: "group", "aria-labelledby": `${id}-label`, id, tabIndex: -1 })}>
        <div className="p-label-row">
          {group ? <span className="p-label" id={`${id}-label`}>{head}</span> : (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- editors are no inputs, so a label does not lead to them by itself
            <label className="p-label" id={`${id}-label`} htmlFor={id} onClick={() => document.getElementById(id)?.focus()}>{head}</label>
          )}
          {there.map((o) => <Avatar key={o.client} id={o.account} name={o.name} says={t("writes.here", { name: o.name })} size={22} />)}
          {whole && <CommentButton pointer={at} name={label} />}
        </div>
        {body}
      </div>
      {side && <Source path={path} side={side} kind={field.kind} />}
    </div>
  );
}

/** What is wrong inside a value that is one field to the person is shown at the field. */
const whole = ["json", "markdown", "rich-text"];

function problemAt(problems: ReadonlyMap<string, string>, kind: string, at: string): string | undefined {
  const error = problems.get(at);
  if (error !== undefined || !whole.includes(kind)) return error;
  for (const [below, text] of problems) if (below.startsWith(`${at}/`)) return text;
  return undefined;
}

function Source({ path, side, kind }: { path: Path; side: string; kind: string }) {
  const t = useTexts(texts);
  const [value] = useValue(["locales", side, ...path.slice(2)]);
  return (
    <div className="p-source" lang={side} dir="auto" role="group" tabIndex={0} aria-label={t("source", { locale: side })}>
      <Text size="xs" c="dimmed" fw={600} lang={document.documentElement.lang}>{t("source", { locale: side })}</Text>
      {kind === "rich-text" || kind === "markdown" ? <Suspense fallback={plainText(value, kind)}><Reading value={value} kind={kind} locale={side} /></Suspense> : plainText(value, kind) || <Text span c="dimmed" size="sm">{t("empty")}</Text>}
    </div>
  );
}

/** useDescribed ties help, reason and error to the element of a field. The kit's inputs put their own in the place of what they are
    given; what else describes the element stays. */
function useDescribed(id: string, by: string[]) {
  useEffect(() => {
    const element = document.getElementById(id);
    const own = [`${id}-help`, `${id}-lock`, `${id}-error`];
    const others = (element?.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && !own.includes(one));
    const all = [...by, ...others].join(" ");
    if (all) element?.setAttribute("aria-describedby", all);
    else element?.removeAttribute("aria-describedby");
  });
}

/** useAria gives what ties an input to its label, help and error. */
export function useAria({ field, path }: FieldProps) {
  const { problems, locked, prefix } = useEditing();
  const id = idOf(path, prefix);
  const wrong = problemAt(problems, field.kind, pointer(path)) !== undefined;
  const ids = [field.help && `${id}-help`, wrong && `${id}-error`].filter(Boolean).join(" ");
  return { id, "aria-describedby": ids || undefined, "aria-invalid": wrong || undefined, "aria-required": field.required || undefined, error: wrong, readOnly: locked !== false };
}
