import { Button, SegmentedControl, Select, TextInput, Title } from "@mantine/core";
import { useId, useState } from "react";
import { language } from "../../kit/language";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import type { Item } from "./document";
import { EntryPicker } from "./entry-picker";
import type { PanelProps } from "./item-panel";
import { texts } from "./texts";
import { kindOf, type Kind, languageName } from "./words";

const kinds: readonly Kind[] = ["site", "entry", "url", "heading"];
const nothing: Partial<Item> = { site: undefined, path: undefined, paths: undefined, entry: undefined, url: undefined, match: undefined };

/** ItemTarget is where an item leads: a page of a site, the page of an entry, an address outside, or nowhere. */
export function ItemTarget(props: PanelProps) {
  const { item, sites, readOnly, onChange, flaws } = props;
  const t = useTexts(texts);
  const label = useId();
  const kind = kindOf(item);
  const change = (to: Kind) => {
    const site = item.site ?? sites[0]?.key ?? "";
    const patch = { site: { site, path: "/" }, entry: { site, entry: "" }, url: { url: "https://" }, heading: {} }[to];
    onChange({ ...nothing, ...patch }, "");
  };
  const wrong = (...codes: string[]) => flaws.find((f) => f.severity === "error" && codes.includes(f.code))?.message;
  return (
    <section className="p-fields" aria-labelledby={label}>
      <Title order={3} id={label}>{t("target")}</Title>
      <SegmentedControl
        value={kind} disabled={readOnly} aria-labelledby={label} fullWidth onChange={(v) => change(v as Kind)}
        data={kinds.map((k) => ({ value: k, label: t(`target.${k}`) }))}
      />
      {(kind === "site" || kind === "entry") && (
        <Select
          label={t("target.which")} value={item.site ?? null} disabled={readOnly} searchable allowDeselect={false} error={wrong("unknown_site")}
          data={sites.map((s) => ({ value: s.key, label: s.name }))} onChange={(site) => site && onChange({ site }, "")}
        />
      )}
      {kind === "site" && <Paths {...props} />}
      {kind === "entry" && <EntryPicker value={item.entry ?? ""} locale={props.locale} readOnly={readOnly} onChange={(entry) => onChange({ entry }, "")} />}
      {kind === "url" && (
        <TextInput
          label={t("target.address")} description={t("target.address.help")} type="url" value={item.url ?? ""} readOnly={readOnly} error={wrong("bad_url", "host_not_allowed")}
          onChange={(e) => onChange({ url: e.currentTarget.value }, `${item.id}/url`)}
        />
      )}
      {kind === "heading" && <p className="p-quiet">{t("target.heading.help")}</p>}
    </section>
  );
}

/** Paths is the path on a site: one for all locales, or one of their own where they differ. */
function Paths({ item, locales, readOnly, flaws, onChange }: PanelProps) {
  const t = useTexts(texts);
  const name = languageName(useStore(language));
  const [open, setOpen] = useState(Object.keys(item.paths ?? {}).length > 0);
  const set = (locale: string, path: string) => {
    const { [locale]: _, ...rest } = item.paths ?? {};
    onChange({ paths: path === "" ? rest : { ...item.paths, [locale]: path } }, `${item.id}/paths/${locale}`);
  };
  const wrong = flaws.find((f) => f.code === "bad_path")?.message;
  return (
    <>
      <TextInput
        label={t("target.path")} description={t("target.path.help")} value={item.path ?? ""} readOnly={readOnly} error={wrong} dir="ltr"
        onChange={(e) => onChange({ path: e.currentTarget.value }, `${item.id}/path`)}
      />
      {open ? (
        <fieldset className="p-locales">
          <legend>{t("target.paths")}</legend>
          {locales.map((locale) => (
            <TextInput
              key={locale} label={name(locale)} value={item.paths?.[locale] ?? ""} placeholder={item.path} readOnly={readOnly} dir="ltr"
              onChange={(e) => set(locale, e.currentTarget.value)}
            />
          ))}
        </fieldset>
      ) : !readOnly && <Button size="compact-sm" variant="default" onClick={() => setOpen(true)} style={{ justifySelf: "start" }}>{t("target.paths.add")}</Button>}
    </>
  );
}
