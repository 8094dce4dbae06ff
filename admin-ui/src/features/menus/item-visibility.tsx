import { MultiSelect, SegmentedControl, TagsInput, Title } from "@mantine/core";
import { useId, useState } from "react";
import { useTexts } from "../../kit/texts";
import type { PanelProps } from "./item-panel";
import { texts } from "./texts";

type Mode = "all" | "sites" | "notSites";

/** ItemVisibility is who sees an item, and on which of the sites that show the menu. */
export function ItemVisibility({ item, sites, readOnly, onChange, items }: PanelProps) {
  const t = useTexts(texts);
  const label = useId();
  const set: Mode = item.sites ? "sites" : item.notSites ? "notSites" : "all";
  const [picked, setPicked] = useState<Mode>(set);
  const mode = set === "all" ? picked : set;
  const change = (next: Mode) => {
    setPicked(next);
    const keys = item.sites ?? item.notSites ?? [];
    onChange({ sites: next === "sites" ? keys : undefined, notSites: next === "notSites" ? keys : undefined }, "");
  };
  return (
    <section className="p-fields" aria-labelledby={label}>
      <Title order={3} id={label}>{t("visibility")}</Title>
      <SegmentedControl
        value={mode} disabled={readOnly} aria-labelledby={label} fullWidth onChange={(v) => change(v as Mode)}
        data={(["all", "sites", "notSites"] as const).map((m) => ({ value: m, label: t(`visibility.${m}`) }))}
      />
      {mode !== "all" && (
        <MultiSelect
          label={t(`visibility.${mode}.which`)} data={sites.map((s) => ({ value: s.key, label: s.name }))} value={item[mode] ?? []} readOnly={readOnly} searchable
          onChange={(keys) => onChange({ [mode]: keys }, "")}
        />
      )}
      <TagsInput
        label={t("audiences")} description={t("audiences.help")} data={audiencesOf(items)} value={item.audiences ?? []} readOnly={readOnly} maxTags={20} splitChars={[",", " "]}
        onChange={(names) => onChange({ audiences: names.map((n) => n.toLowerCase().replace(/[^a-z0-9-]/g, "-")) }, "")}
      />
    </section>
  );
}

/** audiencesOf gives those that the menu names already, and the ones that every installation knows. */
function audiencesOf(items: PanelProps["items"]): string[] {
  const found = new Set(["anonymous", "customer", "partner"]);
  const visit = (all: PanelProps["items"]) => {
    for (const item of all) {
      for (const name of item.audiences ?? []) found.add(name);
      visit(item.items ?? []);
    }
  };
  visit(items);
  return [...found].sort();
}
