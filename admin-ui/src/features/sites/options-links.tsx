import { ActionIcon, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from "@tabler/icons-react";
import type { Schemas } from "../../api/client";
import { useTexts } from "../../kit/texts";
import { PerLocale } from "./per-locale";
import { optionTexts } from "./texts-options";
import { texts } from "./texts";

type Link = Schemas["SiteLink"];

interface Props {
  label: string;
  help: string;
  links: readonly Link[];
  locales: readonly string[];
  onChange: (next: Link[]) => void;
}

/** targetOf gives where a link leads as one text; linkTo puts it back: what begins with a slash is a path of the site. */
export const targetOf = (link: Link): string => link.path || link.url || "";

export function linkTo(link: Link, target: string): Link {
  const { path: _path, url: _url, ...rest } = link;
  if (target === "") return rest;
  return target.startsWith("/") ? { ...rest, path: target } : { ...rest, url: target };
}

/** Links are menu items of a site's own. What a form of this size does not show of them (icons, audiences, what is below) stays as it is. */
export function Links({ label, help, links, locales, onChange }: Props) {
  const t = useTexts(optionTexts);
  const s = useTexts(texts);
  const put = (at: number, next: Link) => onChange(links.map((l, i) => (i === at ? next : l)));
  const move = (at: number, by: number) => {
    const next = [...links];
    const [taken] = next.splice(at, 1);
    if (taken) next.splice(at + by, 0, taken);
    onChange(next);
  };
  return (
    <fieldset className="p-options-links">
      <legend>{label}</legend>
      <Text size="sm" c="dimmed">{help}</Text>
      <Stack gap="sm">
        {links.map((link, at) => {
          const name = link.id || String(at + 1);
          const below = (link.items ?? []).length;
          return (
            // oxlint-disable-next-line react/no-array-index-key -- an id is being typed
            <div key={at} className="p-options-link" role="group" aria-label={name}>
              <div className="p-options-head">
                <TextInput label={t("link.id")} required value={link.id} maxLength={64} onChange={(e) => put(at, { ...link, id: e.currentTarget.value })} />
                <TextInput label={t("link.target")} value={targetOf(link)} placeholder="/help" onChange={(e) => put(at, linkTo(link, e.currentTarget.value))} description={below > 0 ? t("link.below", { n: below }) : undefined} inputWrapperOrder={["label", "input", "description"]} />
                <Group gap={2} wrap="nowrap">
                  <ActionIcon aria-label={s("up.of", { name })} disabled={at === 0} onClick={() => move(at, -1)}><IconArrowUp size={16} /></ActionIcon>
                  <ActionIcon aria-label={s("down.of", { name })} disabled={at === links.length - 1} onClick={() => move(at, 1)}><IconArrowDown size={16} /></ActionIcon>
                  <ActionIcon aria-label={s("remove.of", { name })} onClick={() => onChange(links.filter((_, i) => i !== at))}><IconX size={16} /></ActionIcon>
                </Group>
              </div>
              <PerLocale label={t("link.label")} locales={locales} value={link.label} onChange={(next) => put(at, { ...link, label: next })} />
            </div>
          );
        })}
      </Stack>
      <Group><Button variant="default" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => onChange([...links, { id: "", label: {} }])}>{t("link.add")}</Button></Group>
    </fieldset>
  );
}
