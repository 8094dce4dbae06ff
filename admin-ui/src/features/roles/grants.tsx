import { Button, Checkbox, CloseButton, Group, MultiSelect, Stack, TagsInput, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTexts } from "../../kit/texts";
import { actions, any, anyResource, type Grant, newGrant } from "./rights";
import { type Scope, useScope } from "./scope";
import { texts } from "./texts";

/** GrantSummary says rules in words. */
export function GrantSummary({ grants }: { grants: Grant[] }) {
  const t = useTexts(texts);
  const scope = useScope();
  return (
    <ul className="p-grants">
      {grants.map((g, i) => (
        <li key={`${i} ${g.types.join()}`}>
          <b>{g.actions.map((a) => actionName(t, a)).join(", ")}</b>
          <span>{g.types.map(scope.typeName).join(", ")}</span>
          <span className="p-dim">{where(g, scope, t("any.fields"))}</span>
        </li>
      ))}
    </ul>
  );
}

/** where says at which sites, in which languages and for which fields. */
export function where(g: Pick<Grant, "sites" | "locales" | "fields">, scope: Scope, allFields: string): string {
  const fields = g.fields.includes(any) ? [] : g.fields;
  return [g.sites.map(scope.siteName).join(", "), g.locales.map(scope.localeName).join(", "), fields.join(", ") || allFields].join(" · ");
}

function actionName(t: ReturnType<typeof useTexts<typeof texts>>, action: string): string {
  const known = actions.find((a) => a === action);
  return known ? t(`action.${known}`) : action;
}

interface Props {
  value: Grant[];
  onChange: (next: Grant[]) => void;
  /** What is wrong, by pointer below the list: "0/types". */
  flaws?: Record<string, string>;
  /** A key never manages people: what it may never have is not offered. */
  forKey?: boolean;
}

/** GrantsEditor is a list of rules to change. */
export function GrantsEditor({ value, onChange, flaws = {}, forKey = false }: Props) {
  const t = useTexts(texts);
  const put = (at: number, patch: Partial<Grant>) => onChange(value.map((g, i) => (i === at ? { ...g, ...patch } : g)));
  return (
    <Stack gap="md">
      {value.map((g, i) => (
        <OneRule
          // oxlint-disable-next-line react/no-array-index-key -- rules have no name but their place
          key={i} n={i + 1} value={g} onChange={(patch) => put(i, patch)} forKey={forKey}
          onRemove={value.length > 1 ? () => onChange(value.filter((_, at) => at !== i)) : undefined} flaw={(name) => flaws[`${i}/${name}`]}
        />
      ))}
      <Group>
        <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => onChange([...value, newGrant()])}>{t("rule.add")}</Button>
      </Group>
    </Stack>
  );
}

interface RuleProps {
  n: number;
  value: Grant;
  onChange: (patch: Partial<Grant>) => void;
  onRemove: (() => void) | undefined;
  flaw: (name: string) => string | undefined;
  forKey: boolean;
}

function OneRule({ n, value, onChange, onRemove, flaw, forKey }: RuleProps) {
  const t = useTexts(texts);
  const scope = useScope();
  const resources = forKey ? scope.resources.filter((r) => r.value !== "@accounts") : scope.resources;
  const what = [
    { group: t("content"), items: [{ value: any, label: t("any.types") }, ...scope.content] },
    { group: t("resource"), items: [...(forKey ? [] : [{ value: anyResource, label: t("any.resources") }]), ...resources] },
  ];
  return (
    <fieldset className="p-rule">
      <legend>{t("rule", { n })}</legend>
      {onRemove && <CloseButton className="p-rule-close" aria-label={t("rule.remove", { n })} onClick={onRemove} />}
      <Checkbox.Group label={t("actions")} value={value.actions} onChange={(next) => onChange({ actions: next })} error={flaw("actions")}>
        <Group gap="md" mt={4}>{actions.map((a) => <Checkbox key={a} value={a} label={t(`action.${a}`)} />)}</Group>
      </Checkbox.Group>
      <div className="p-rule-where">
        <MultiSelect label={t("types")} data={what} value={value.types} onChange={(types) => onChange({ types })} error={flaw("types")} searchable />
        <MultiSelect
          label={t("sites")} data={[{ value: any, label: t("any.sites") }, ...scope.sites]} value={value.sites} onChange={(sites) => onChange({ sites })}
          error={flaw("sites")} searchable
        />
        <MultiSelect
          label={t("locales")} data={[{ value: any, label: t("any.locales") }, ...withThose(scope.locales, value.locales)]} value={value.locales}
          onChange={(locales) => onChange({ locales })} error={flaw("locales")} searchable
        />
        <TagsInput label={t("fields")} description={t("fields.hint")} value={value.fields} onChange={(fields) => onChange({ fields })} error={flaw("fields")} />
      </div>
      {value.sites.includes(any) && !value.sites.includes("shared") && <Text size="sm" c="dimmed">{t("any.sites")} ≠ {t("shared.space")}</Text>}
    </fieldset>
  );
}

/** withThose adds values that are set and not among the choices, so that they can be seen and taken away. */
function withThose(choices: { value: string; label: string }[], values: string[]) {
  const missing = values.filter((v) => v !== any && !choices.some((c) => c.value === v));
  return [...choices, ...missing.map((value) => ({ value, label: value }))];
}
