import { ActionIcon, Button, Group, Stack } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { type FunctionComponent, useMemo } from "react";
import { language } from "../../../kit/language";
import { type Field, holds } from "../../../kit/model";
import { useMay } from "../../../kit/permissions";
import { useStore } from "../../../kit/store";
import { labelIn, useTexts } from "../../../kit/texts";
import { EditingContext, useEditing, useValue } from "../context";
import type { Path } from "../document";
import { texts } from "../texts";
import { Blocks } from "./blocks";
import { Day, Instant } from "./date";
import { type FieldProps, Frame } from "./frame";
import { Json } from "./json-field";
import { Markdown } from "./markdown-field";
import { Medium } from "./medium";
import { moved, useMoves } from "./moves";
import { Reference } from "./reference";
import { Rich } from "./rich-field";
import { Choice, Color, Computed, Flag, Line, Long, Numeric, Place, Tags } from "./text";

const kinds: Record<string, FunctionComponent<FieldProps>> = {
  text: Line, slug: Line, decimal: Line, duration: Line, email: Line, url: Line, telephone: Line, "long-text": Long, markdown: Markdown, "rich-text": Rich,
  integer: Numeric, number: Numeric, boolean: Flag, date: Day, "date-time": Instant, enumeration: Choice, tags: Tags, color: Color, "geo-point": Place, json: Json,
  reference: Reference, media: Medium, component: Component, blocks: Blocks, computed: Computed,
};

/** Kinds whose input takes several values by itself. */
const several = ["enumeration", "tags", "reference", "media", "blocks"];

/** FieldInput is the input of a field, as its kind wants it; nothing while its condition does not hold. A field that the person's roles
    do not let them change is locked, with all that it holds. */
export function FieldInput({ field, path }: FieldProps) {
  if (path.length === (path[0] === "locales" ? 3 : 2)) return <Guarded field={field} path={path} />;
  return <Shown field={field} path={path} />;
}

function Guarded({ field, path }: FieldProps) {
  const t = useTexts(texts);
  const editing = useEditing();
  const { type, space } = editing.store.entry.get(); // as they were when it was made: no save changes them
  const locale = path[0] === "locales" ? { locale: String(path[1]) } : {};
  const may = useMay({ action: "update", type, site: space, field: field.name, ...locale }, !editing.locked && field.kind !== "computed");
  const reason = !editing.locked && may.known && !may.allowed ? t("locked.field") : "";
  const own = useMemo(() => (reason ? { ...editing, locked: reason, lockedHere: reason } : editing), [editing, reason]);
  return <EditingContext.Provider value={own}><Shown field={field} path={path} /></EditingContext.Provider>;
}

function Shown({ field, path }: FieldProps) {
  if (field.when) return <Conditional field={field} path={path} />;
  return <Plain field={field} path={path} />;
}

function Plain({ field, path }: FieldProps) {
  if (field.many && !several.includes(field.kind)) return <Many field={field} path={path} />;
  const Kind = kinds[field.kind] ?? Json;
  return <Kind field={field} path={path} />;
}

/** Conditional looks at the field beside it; a field of one locale may depend on a shared one. */
function Conditional({ field, path }: FieldProps) {
  const { type } = useEditing();
  const name = field.when?.field ?? "";
  const other = path.length === 3 && path[0] === "locales" ? type.fields.find((f) => f.name === name) : undefined;
  const [beside] = useValue(other && !other.localized ? ["shared", name] : [...path.slice(0, -1), name]);
  return holds(field, { [name]: beside }) ? <Plain field={field} path={path} /> : null;
}

/** Component is a component: a group of fields. */
function Component({ field, path }: FieldProps) {
  const component = field.components?.()[0];
  return (
    <Frame field={field} path={path} group>
      <Stack gap="md">{(component?.fields ?? []).map((f) => <FieldInput key={f.name} field={f} path={[...path, f.name]} />)}</Stack>
    </Frame>
  );
}

const starts: Record<string, unknown> = { boolean: false, component: {}, "geo-point": {}, integer: 0, number: 0 };

/** Many is a list of values of one kind. */
function Many({ field, path }: FieldProps) {
  const t = useTexts(texts);
  const locale = useStore(language);
  const { locked } = useEditing();
  const [value, set] = useValue(path);
  const list: unknown[] = Array.isArray(value) ? value : [];
  const one: Field = { ...field, many: false, required: false, label: {} };
  delete one.help;
  const label = labelIn(field.label, locale);
  const moves = useMoves({ count: list.length, move: (from, to) => set(moved(list, from, to)), nameOf: (i) => `${label} ${i + 1}`, locked: locked !== false });
  return (
    <Frame field={field} path={path} group>
      <Stack gap="xs">
        {list.map((_, i) => (
          // eslint-disable-next-line react/no-array-index-key -- values of a list have no other identity
          <div key={i} className="p-many" data-group={field.kind === "component" || undefined} {...moves.row(i)}>
            {moves.grip(i)}
            <div className="p-grow"><FieldInput field={{ ...one, label: { en: `${label} ${i + 1}` } }} path={[...path, i] as Path} /></div>
            {!locked && (
              <Group gap={2} wrap="nowrap">
                {moves.buttons(i)}
                <ActionIcon aria-label={t("list.remove", { n: i + 1 })} onClick={() => set(list.length > 1 ? list.filter((__, j) => j !== i) : undefined)}><IconX size={16} /></ActionIcon>
              </Group>
            )}
          </div>
        ))}
        {!locked && <div><Button size="compact-sm" variant="default" leftSection={<IconPlus size={14} />} onClick={() => set([...list, starts[field.kind] ?? ""])}>{t("list.add")}</Button></div>}
        {moves.said}
      </Stack>
    </Frame>
  );
}
