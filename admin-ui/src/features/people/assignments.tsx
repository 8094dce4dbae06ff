import { Button, CloseButton, Group, MultiSelect, Select, Stack } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { language } from "../../kit/language";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { rightsTexts, rolesQuery, useScope } from "../roles/index";
import { texts } from "./texts";

export interface Assignment {
  role: string;
  sites: string[];
  locales: string[];
}

export const assignmentsOf = (roles: Schemas["AccountBody"]["roles"]): Assignment[] =>
  (roles ?? []).map((r) => ({ role: r.role, sites: r.sites ?? [], locales: r.locales ?? [] }));

export const newAssignment = (): Assignment => ({ role: "editor", sites: ["*", "shared"], locales: ["*"] });

interface Props {
  value: Assignment[];
  onChange: (next: Assignment[]) => void;
  /** What is wrong, by place and name: "0/role", "0/sites", or "0" for the whole. */
  flaws: Record<string, string>;
}

/** Assignments is the list of somebody's roles, each for some sites and languages. */
export function Assignments({ value, onChange, flaws }: Props) {
  const t = useTexts(texts);
  const r = useTexts(rightsTexts);
  const scope = useScope();
  const locale = useStore(language);
  const roles = useQuery(rolesQuery).data ?? [];
  const put = (at: number, patch: Partial<Assignment>) => onChange(value.map((a, i) => (i === at ? { ...a, ...patch } : a)));
  return (
    <Stack gap="sm">
      {value.map((a, i) => (
        // oxlint-disable-next-line react/no-array-index-key -- the same role may be there twice
        <fieldset key={i} className="p-rule">
          <legend>{t("role.n", { n: i + 1 })}</legend>
          <CloseButton className="p-rule-close" aria-label={t("role.remove", { n: i + 1 })} onClick={() => onChange(value.filter((_, at) => at !== i))} />
          <div className="p-rule-where">
            <Select
              label={t("role")} data={roles.map((x) => ({ value: x.name, label: labelIn(x.label, locale) }))} value={a.role} allowDeselect={false}
              onChange={(role) => put(i, { role: role ?? "" })} error={flaws[`${i}/role`] ?? flaws[`${i}`]}
            />
            <MultiSelect
              label={r("sites")} data={[{ value: "*", label: r("any.sites") }, ...scope.sites]} value={a.sites} searchable
              onChange={(sites) => put(i, { sites })} error={flaws[`${i}/sites`]}
            />
            <MultiSelect
              label={r("locales")} data={[{ value: "*", label: r("any.locales") }, ...scope.locales]} value={a.locales} searchable
              onChange={(locales) => put(i, { locales })} error={flaws[`${i}/locales`]}
            />
          </div>
        </fieldset>
      ))}
      <Group><Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => onChange([...value, newAssignment()])}>{t("role.add")}</Button></Group>
    </Stack>
  );
}
