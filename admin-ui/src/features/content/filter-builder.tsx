import { ActionIcon, Button, Group, SegmentedControl, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { language } from "../../kit/language";
import type { ContentType, Field } from "../../kit/model";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { type Condition, type ListSearch, type Operator, operators, ownFields } from "./search";
import { texts } from "./texts";

const ordered = ["integer", "number", "decimal", "date", "date-time"];
const wordy = ["text", "long-text", "slug", "email", "url", "telephone"];

/** operatorsOf gives the comparisons that make sense for a field. */
function operatorsOf(field: Field | undefined, name: string): Operator[] {
  return operators.filter((op) => {
    if (op === "gt" || op === "lt") return name.endsWith("At") || (field !== undefined && ordered.includes(field.kind));
    if (op === "contains") return field !== undefined && wordy.includes(field.kind);
    if (op === "exists") return field !== undefined;
    return true;
  });
}

/** FilterBuilder makes conditions out of fields that the model lets lists be filtered by. */
export function FilterBuilder({ search, type, change }: { search: ListSearch; type: ContentType; change: (patch: ListSearch) => void }) {
  const t = useTexts(texts);
  const locale = useStore(language);
  const [list, setList] = useState<Condition[]>(search.filter ?? []);
  const fields = type.fields.filter((f) => f.filterable);
  const choices = [
    ...fields.map((f) => ({ value: f.name, label: labelIn(f.label, locale) })),
    ...ownFields.map((name) => ({ value: name as string, label: t(`own.${name}`) })),
  ];
  const set = (next: Condition[]) => {
    setList(next);
    change({ filter: next });
  };
  const likely = fields.find((f) => f.kind === "enumeration") ?? fields.find((f) => f.kind !== "slug");
  const add = () => set([...list, { field: likely?.name ?? "space", op: "eq", value: "" }]);
  return (
    <Stack gap="sm">
      {list.length > 1 && (
        <SegmentedControl
          aria-label={t("filter.match")} value={search.match ?? "all"} onChange={(v) => change({ match: v === "any" ? "any" : undefined } as ListSearch)}
          data={[{ value: "all", label: t("filter.all") }, { value: "any", label: t("filter.any") }]}
        />
      )}
      {list.length === 0 && <Text c="dimmed" size="sm">{t("filter.add")}</Text>}
      {list.map((condition, i) => (
        // eslint-disable-next-line react/no-array-index-key -- conditions have no other identity
        <Row key={i} condition={condition} field={fields.find((f) => f.name === condition.field)} choices={choices} set={(next) => set(list.map((c, j) => (j === i ? next : c)))} remove={() => set(list.filter((_, j) => j !== i))} />
      ))}
      <Group justify="space-between">
        <Button variant="subtle" leftSection={<IconPlus size={16} />} onClick={add}>{t("filter.add")}</Button>
        {list.length > 0 && <Button variant="subtle" color="gray" onClick={() => set([])}>{t("filter.clear")}</Button>}
      </Group>
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
    <Group gap="xs" wrap="nowrap">
      <Select
        aria-label={t("filter.field")} allowDeselect={false} searchable w={180} data={choices} value={condition.field}
        onChange={(name) => name && set({ field: name, op: "eq", value: "" })} comboboxProps={{ withinPortal: false }}
      />
      <Select
        aria-label={t("filter.op")} allowDeselect={false} w={150} value={condition.op} comboboxProps={{ withinPortal: false }}
        data={operatorsOf(field, condition.field).map((op) => ({ value: op, label: t(`op.${op}`) }))}
        onChange={(op) => op && set({ ...condition, op: op as Operator, value: op === "exists" ? "true" : condition.value })}
      />
      <Value condition={condition} field={field} set={(value) => set({ ...condition, value })} />
      <ActionIcon aria-label={t("filter.remove")} onClick={remove}><IconX size={16} /></ActionIcon>
    </Group>
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
  const day = field?.kind === "date" || condition.field.endsWith("At");
  return <TextInput aria-label={t("filter.value")} flex={1} value={condition.value} onChange={(e) => set(e.currentTarget.value)} placeholder={day ? "2026-11-30" : undefined} maxLength={200} />;
}
