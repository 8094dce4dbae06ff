import { Badge, Button, Group, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { language } from "../../kit/language";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import type { PanelProps } from "./item-panel";
import { fallback, missing } from "./problems";
import { texts } from "./texts";
import { directionOf, languageName } from "./words";

const fields = ["label", "description", "badge"] as const;
type Field = (typeof fields)[number];
const limits = { label: 300, description: 300, badge: 60 };

/** ItemTexts are the texts of an item, all locales of one beneath each other, so that a translator reads across. What is missing is marked. */
export function ItemTexts({ item, locales, flaws, readOnly, onChange }: PanelProps) {
  const t = useTexts(texts);
  const name = languageName(useStore(language));
  const [opened, setOpened] = useState<Field[]>([]);
  const gaps = new Set(missing(item, locales).map((m) => `${m.field}/${m.locale}`));
  const shown = fields.filter((f) => f === "label" || opened.includes(f) || Object.keys(item[f] ?? {}).length > 0);
  const set = (field: Field, locale: string, text: string) => {
    const { [locale]: _, ...rest } = item[field] ?? {};
    onChange({ [field]: text === "" ? rest : { ...item[field], [locale]: text } }, `${item.id}/${field}/${locale}`);
  };
  const wrong = (field: Field, locale: string) => flaws.find((f) => f.severity === "error" && f.field === field && f.locale === locale)?.message;
  return (
    <section className="p-fields" aria-labelledby="item-texts">
      <Title order={3} id="item-texts">{t("texts")}</Title>
      {shown.map((field) => (
        <fieldset key={field} className="p-locales">
          <legend>{t(field)}</legend>
          {locales.map((locale) => (
            <TextInput
              key={locale} label={name(locale)} dir={directionOf(locale)} lang={locale} value={item[field]?.[locale] ?? ""} maxLength={limits[field]} readOnly={readOnly}
              error={wrong(field, locale)} placeholder={fallback(item[field] ?? {}, locale)} inputWrapperOrder={["label", "input", "error"]} styles={{ label: { direction: "ltr" } }}
              rightSection={gaps.has(`${field}/${locale}`) ? <Badge color="yellow" size="sm">{t("missing")}</Badge> : undefined} rightSectionWidth={gaps.has(`${field}/${locale}`) ? 92 : undefined}
              onChange={(e) => set(field, locale, e.currentTarget.value)}
            />
          ))}
        </fieldset>
      ))}
      {!readOnly && (
        <Group gap="xs">
          {fields.filter((f) => !shown.includes(f)).map((f) => (
            <Button key={f} size="compact-sm" variant="default" onClick={() => setOpened([...opened, f])}>{t(f === "badge" ? "add.badge" : "add.description")}</Button>
          ))}
        </Group>
      )}
    </section>
  );
}
