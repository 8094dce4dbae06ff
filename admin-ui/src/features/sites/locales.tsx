import { ActionIcon, Button, Group, Radio, Select, Text, TextInput, Tooltip } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { Schemas } from "../../api/client";
import { language } from "../../kit/language";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { texts } from "./texts";

type Locale = Schemas["SiteLocale"];

interface Props {
  value: Locale[];
  main: string;
  error: string | undefined;
  readOnly: boolean;
  onChange: (locales: Locale[], main: string) => void;
}

export const usual = ["ar", "cs", "da", "de", "de-AT", "de-CH", "el", "en", "en-GB", "en-US", "es", "fi", "fr", "fr-BE", "fr-CA", "fr-CH", "he", "hu", "it", "ja", "ko", "nl", "no", "pl", "pt", "pt-BR", "ro", "ru", "sv", "tr", "uk", "zh"];

/** Locales are the languages of a site in the order of its selector: what stands in where a text is missing, and where each one begins. */
export function Locales({ value, main, error, readOnly, onChange }: Props) {
  const t = useTexts(texts);
  const names = new Intl.DisplayNames([useStore(language)], { type: "language" });
  const name = (tag: string) => {
    try {
      return names.of(tag) ?? tag;
    } catch {
      return tag;
    }
  };
  const [adding, setAdding] = useState("");
  const put = (at: number, patch: Partial<Locale>) => onChange(value.map((l, i) => (i === at ? { ...l, ...patch } : l)), main);
  const swap = (at: number, by: number) => {
    const next = [...value];
    const [taken] = next.splice(at, 1);
    if (taken) next.splice(at + by, 0, taken);
    onChange(next, main);
  };
  const drop = (at: number) => {
    const gone = value[at]?.tag;
    const rest = value.filter((_, i) => i !== at).map((l) => (l.fallback === gone ? { ...l, fallback: "" } : l));
    onChange(rest, main === gone ? (rest[0]?.tag ?? "") : main);
  };
  const add = (tag: string) => {
    setAdding("");
    if (tag !== "" && !value.some((l) => l.tag === tag)) onChange([...value, { tag, home: `/${tag.toLowerCase()}/` }], main || tag);
  };
  return (
    <div className="p-locale-list">
      <Text size="sm" c="dimmed">{t("locales.help")}</Text>
      {error && <Text size="sm" c="red" role="alert">{error}</Text>}
      {value.map((l, at) => (
        <div key={l.tag} className="p-locale-row" role="group" aria-label={name(l.tag)}>
          <Radio checked={main === l.tag} onChange={() => onChange(value, l.tag)} label={`${name(l.tag)} (${l.tag})`} description={main === l.tag ? t("locales.main") : undefined} aria-label={t("locales.makeMain", { name: name(l.tag) })} name="main-locale" />
          <Select label={t("fallback")} value={l.fallback || null} clearable placeholder={t("fallback.none")} size="xs" data={value.filter((o) => o.tag !== l.tag).map((o) => ({ value: o.tag, label: name(o.tag) }))} onChange={(fallback) => put(at, { fallback: fallback ?? "" })} disabled={readOnly} />
          <TextInput label={t("home")} size="xs" value={l.home} onChange={(e) => put(at, { home: e.currentTarget.value })} />
          {!readOnly && (
            <Group gap={2} wrap="nowrap">
              <Tooltip label={t("up")}><ActionIcon aria-label={t("up.of", { name: name(l.tag) })} disabled={at === 0} onClick={() => swap(at, -1)}><IconArrowUp size={16} /></ActionIcon></Tooltip>
              <Tooltip label={t("down")}><ActionIcon aria-label={t("down.of", { name: name(l.tag) })} disabled={at === value.length - 1} onClick={() => swap(at, 1)}><IconArrowDown size={16} /></ActionIcon></Tooltip>
              <Tooltip label={t("remove")}><ActionIcon aria-label={t("remove.of", { name: name(l.tag) })} onClick={() => drop(at)}><IconX size={16} /></ActionIcon></Tooltip>
            </Group>
          )}
        </div>
      ))}
      {!readOnly && (
        <Group align="end" gap="xs">
          <Select
            label={t("locales.add")} searchable value={null} searchValue={adding} onSearchChange={setAdding} w={260} onChange={(tag) => tag && add(tag)} placeholder={t("locales.search")}
            data={usual.filter((tag) => !value.some((l) => l.tag === tag)).map((tag) => ({ value: tag, label: `${name(tag)} (${tag})` }))} nothingFoundMessage={t("locales.other")}
          />
          <Button variant="default" leftSection={<IconPlus size={16} />} disabled={!/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/.test(adding.trim())} onClick={() => add(adding.trim())}>{t("locales.addTag")}</Button>
        </Group>
      )}
    </div>
  );
}
