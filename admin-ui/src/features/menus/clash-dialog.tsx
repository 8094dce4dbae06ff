import { Button, Group, Modal, Radio, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { language } from "../../kit/language";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import type { Index, Item } from "./document";
import type { Choices, Conflict, Side } from "./merge";
import { texts } from "./texts";
import type { Clash } from "./use-editor";
import { languageName, titleOf } from "./words";

interface Props {
  clash: Clash;
  index: Index;
  locale: string;
  onSettle: (choices: Choices) => void;
  onClose: () => void;
}

/** ClashDialog shows what two people changed to something else, side by side, and lets one of them choose. Nothing is decided for them. */
export function ClashDialog({ clash, index, locale, onSettle, onClose }: Props) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const lang = languageName(useStore(language));
  const [choices, setChoices] = useState<Choices>({});
  const open = clash.conflicts.filter((at) => !choices[at.key]).length;
  const named = (id: string) => titleOf(t, index.item.get(id) ?? find(clash.theirs.items, id) ?? { id, label: {} }, locale);
  return (
    <Modal opened onClose={onClose} size="lg" title={t("clash")} closeButtonProps={{ "aria-label": c("close") }}>
      <Stack>
        <Text>{t("clash.lead")}</Text>
        {clash.conflicts.map((at) => (
          <Radio.Group
            key={at.key} value={choices[at.key] ?? null} label={`${named(at.id)} · ${fieldName(t, at, lang)}`}
            onChange={(side) => setChoices({ ...choices, [at.key]: side as Side })}
          >
            <Group mt="xs" grow align="stretch">
              <Radio.Card value="mine" className="p-side"><Text size="sm" c="dimmed">{t("clash.mine")}</Text><Text dir="auto">{shown(t, at, at.mine, named)}</Text></Radio.Card>
              <Radio.Card value="theirs" className="p-side"><Text size="sm" c="dimmed">{t("clash.theirs")}</Text><Text dir="auto">{shown(t, at, at.theirs, named)}</Text></Radio.Card>
            </Group>
          </Radio.Group>
        ))}
        <Group justify="space-between">
          <Text size="sm" c="dimmed" role="status">{t("clash.open", { n: open })}</Text>
          <Group>
            <Button variant="default" onClick={onClose}>{t("clash.later")}</Button>
            <Button disabled={open > 0} onClick={() => onSettle(choices)}>{t("clash.save")}</Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}

type T = ReturnType<typeof useTexts<typeof texts>>;

function fieldName(t: T, { field }: Conflict, lang: (tag: string) => string): string {
  const [name = "", locale] = field.split("/");
  const known = (["label", "description", "badge", "icon", "site", "path", "paths", "entry", "url", "audiences", "sites", "notSites", "newWindow", "match", "place", "there"] as const).find((k) => k === name);
  const said = known ? t(`field.${known}`) : name;
  return locale ? `${said} (${lang(locale)})` : said;
}

function shown(t: T, { field }: Conflict, value: unknown, named: (id: string) => string): string {
  if (field === "there") return t(value ? "clash.kept" : "clash.removed");
  if (field === "place") return value ? t("clash.below", { name: named(String(value)) }) : t("tree.top");
  if (value === undefined || value === "" || value === false) return t("clash.nothing");
  if (value === true) return t("clash.set");
  return Array.isArray(value) ? value.join(", ") : typeof value === "object" ? JSON.stringify(value) : String(value);
}

function find(items: readonly Item[], id: string): Item | undefined {
  for (const item of items) {
    const found = item.id === id ? item : find(item.items ?? [], id);
    if (found) return found;
  }
  return undefined;
}
