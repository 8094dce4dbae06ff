import { ActionIcon, Button, Group as Line, SegmentedControl, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconFolderPlus, IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { language } from "../../kit/language";
import type { ContentType, Field } from "../../kit/model";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Day } from "../../kit/ui/day";
import { type Condition, countOf, deepest, type Group, isGroup, type ListSearch, mostConditions, type Node, type Operator, operators, ownFields } from "./search";
import { texts } from "./texts";

const ordered = ["integer", "number", "decimal", "date", "date-time"];
const wordy = ["text", "long-text", "slug", "email", "url", "telephone"];

const isMoment = (field: Field | undefined, name: string) => field?.kind === "date-time" || (!field && name.endsWith("At"));

/** operatorsOf gives the comparisons that make sense for a field. */
function operatorsOf(field: Field | undefined, name: string): Operator[] {
  return operators.filter((op) => {
    if (op === "gt" || op === "lt") return name.endsWith("At") || (field !== undefined && ordered.includes(field.kind));
    if (op === "contains") return field !== undefined && wordy.includes(field.kind);
    if (op === "exists") return field !== undefined;
    return op !== "ne" || !isMoment(field, name);
  });
}

/** FilterBuilder makes conditions out of fields that the model lets lists be filtered by, and groups of conditions in groups. */
export function FilterBuilder({ search, type, change }: { search: ListSearch; type: ContentType; change: (patch: ListSearch) => void }) {
  const t = useTexts(texts);
  const [whole, setWhole] = useState<Group>({ match: search.match ?? "all", of: search.filter ?? [] });
  const set = (next: Group) => {
    setWhole(next);
    change({ filter: next.of, match: next.match === "any" ? "any" : undefined } as ListSearch);
  };
  return (
    <Stack gap="sm">
      {whole.of.length === 0 && <Text c="dimmed" size="sm">{t("filter.add")}</Text>}
      <Nodes group={whole} type={type} depth={0} room={mostConditions - countOf(whole.of)} set={set} />
      {whole.of.length > 0 && <Button variant="subtle" color="gray" ml="auto" onClick={() => set({ match: "all", of: [] })}>{t("filter.clear")}</Button>}
    </Stack>
  );
}

interface NodesProps {
  group: Group;
  type: ContentType;
  depth: number;
  /** How many more conditions the server takes. */
  room: number;
  set: (next: Group) => void;
}

/** Nodes are the conditions and groups of one group. */
function Nodes({ group, type, depth, room, set }: NodesProps) {
  const t = useTexts(texts);
  const locale = useStore(language);
  const fields = type.fields.filter((f) => f.filterable);
  const choices = [
    ...fields.map((f) => ({ value: f.name, label: labelIn(f.label, locale) })),
    ...ownFields.map((name) => ({ value: name as string, label: t(`own.${name}`) })),
  ];
  const likely = fields.find((f) => f.kind === "enumeration") ?? fields.find((f) => f.kind !== "slug");
  const fresh: Condition = { field: likely?.name ?? "space", op: "eq", value: "" };
  const replace = (at: number, next: Node | undefined) => set({ ...group, of: group.of.flatMap((n, i) => (i === at ? (next ? [next] : []) : [n])) });
  return (
    <Stack gap="sm">
      {group.of.length > 1 && (
        <SegmentedControl
          aria-label={t("filter.match")} value={group.match} onChange={(v) => set({ ...group, match: v === "any" ? "any" : "all" })}
          data={[{ value: "all", label: t("filter.all") }, { value: "any", label: t("filter.any") }]}
        />
      )}
      {group.of.map((node, i) => (isGroup(node) ? (
        // eslint-disable-next-line react/no-array-index-key -- conditions and groups have no other identity
        <fieldset key={i} className="p-filter-group">
          <legend>{t("filter.group", { n: i + 1 })}</legend>
          <Nodes group={node} type={type} depth={depth + 1} room={room} set={(next) => replace(i, next)} />
          <ActionIcon className="p-filter-drop" aria-label={t("filter.group.remove", { n: i + 1 })} onClick={() => replace(i, undefined)}><IconX size={16} /></ActionIcon>
        </fieldset>
      ) : (
        // eslint-disable-next-line react/no-array-index-key -- as above
        <Row key={i} condition={node} field={fields.find((f) => f.name === node.field)} choices={choices} set={(next) => replace(i, next)} remove={() => replace(i, undefined)} />
      )))}
      <Line gap="xs">
        <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={16} />} disabled={room <= 0} onClick={() => set({ ...group, of: [...group.of, fresh] })}>{t("filter.add")}</Button>
        {depth < deepest && <Button variant="subtle" size="compact-sm" leftSection={<IconFolderPlus size={16} />} disabled={room <= 0} onClick={() => set({ ...group, of: [...group.of, { match: "any", of: [fresh] }] })}>{t("filter.addGroup")}</Button>}
        {room <= 0 && <Text size="xs" c="dimmed">{t("filter.full", { n: mostConditions })}</Text>}
      </Line>
    </Stack>
  );
}

interface RowProps {
  condition: Condition;
  field: Field | undefined;
  choices: { value: string; label: string }[];
  set: (next: Condition) => void;
  remove: () => void;
}

function Row({ condition, field, choices, set, remove }: RowProps) {
  const t = useTexts(texts);
  return (
    <Line gap="xs" wrap="nowrap">
      <Select
        aria-label={t("filter.field")} allowDeselect={false} searchable w={170} data={choices} value={condition.field}
        onChange={(name) => name && set({ field: name, op: "eq", value: "" })} comboboxProps={{ withinPortal: false }}
      />
      <Select
        aria-label={t("filter.op")} allowDeselect={false} w={150} value={condition.op} comboboxProps={{ withinPortal: false }}
        data={operatorsOf(field, condition.field).map((op) => ({ value: op, label: isMoment(field, condition.field) && op === "eq" ? t("op.on") : t(`op.${op}`) }))}
        onChange={(op) => op && set({ ...condition, op: op as Operator, value: op === "exists" ? "true" : condition.value })}
      />
      <Value condition={condition} field={field} set={(value) => set({ ...condition, value })} />
      <ActionIcon aria-label={t("filter.remove")} onClick={remove}><IconX size={16} /></ActionIcon>
    </Line>
  );
}

function Value({ condition, field, set }: { condition: Condition; field: Field | undefined; set: (value: string) => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const locale = useStore(language);
  const yesNo = [{ value: "true", label: c("yes") }, { value: "false", label: c("no") }];
  const choices = condition.op === "exists" || field?.kind === "boolean" ? yesNo : field?.values?.map((v) => ({ value: v.value, label: labelIn(v.label, locale) }));
  if (choices) {
    return <Select aria-label={t("filter.value")} flex={1} data={choices} value={condition.value || null} onChange={(v) => set(v ?? "")} comboboxProps={{ withinPortal: false }} />;
  }
  if (field?.kind === "date" || isMoment(field, condition.field)) return <Day label={t("filter.value")} hidden inside value={condition.value.slice(0, 10)} onChange={set} />;
  return <TextInput aria-label={t("filter.value")} flex={1} value={condition.value} onChange={(e) => set(e.currentTarget.value)} maxLength={200} />;
}
