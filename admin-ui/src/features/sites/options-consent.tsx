import { TagsInput, TextInput } from "@mantine/core";
import type { Schemas } from "../../api/client";
import { useTexts } from "../../kit/texts";
import { PerLocale } from "./per-locale";
import { optionTexts } from "./texts-options";

type ConsentOf = Schemas["SiteConsent"];

/** Purposes that every design system has words for. */
const usual = ["preferences", "statistics", "marketing"];

interface Props {
  consent: ConsentOf;
  locales: readonly string[];
  onChange: (next: ConsentOf) => void;
}

/** Consent is what the site asks its visitors before it keeps what it does not need. Without purposes it asks nothing. */
export function Consent({ consent, locales, onChange }: Props) {
  const t = useTexts(optionTexts);
  const categories = consent.categories ?? [];
  const choose = (keys: string[]) => {
    const next = keys.map((key) => categories.find((c) => c.key === key) ?? { key });
    onChange(next.length === 0 ? {} : { ...consent, version: consent.version || new Date().toISOString().slice(0, 7), categories: next });
  };
  return (
    <fieldset className="p-options-links">
      <legend>{t("consent")}</legend>
      <TagsInput label={t("consent.categories")} description={t("consent.help")} data={usual} value={categories.map((c) => c.key)} onChange={choose} />
      {categories.length > 0 && (
        <>
          <TextInput label={t("consent.version")} description={t("consent.version.help")} required maxLength={20} value={consent.version ?? ""} onChange={(e) => onChange({ ...consent, version: e.currentTarget.value })} maw={300} />
          <PerLocale label={t("consent.policy")} locales={locales} value={consent.policy} placeholder="/privacy" onChange={(policy) => onChange({ ...consent, policy })} />
          <PerLocale label={t("consent.title")} locales={locales} value={consent.title} placeholder={t("consent.usual")} onChange={(title) => onChange({ ...consent, title })} />
          <PerLocale label={t("consent.text")} locales={locales} value={consent.text} placeholder={t("consent.usual")} long onChange={(text) => onChange({ ...consent, text })} />
          {categories.filter((c) => !usual.includes(c.key)).map((c) => (
            <PerLocale key={c.key} label={t("consent.label", { key: c.key })} locales={locales} value={c.label} onChange={(label) => onChange({ ...consent, categories: categories.map((x) => (x.key === c.key ? { ...x, label } : x)) })} />
          ))}
        </>
      )}
    </fieldset>
  );
}
