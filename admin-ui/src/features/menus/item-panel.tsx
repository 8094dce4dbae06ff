import { ActionIcon, Alert, Button, Group, Stack, Switch, Text, TextInput, Title, Tooltip } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconCornerDownRight, IconPlus, IconTrash } from "@tabler/icons-react";
import { useStore } from "../../kit/store";
import { language } from "../../kit/language";
import { useTexts } from "../../kit/texts";
import { childrenOf, type Index, type Item, maxDepth, move, type Place } from "./document";
import { IconPicker } from "./icon-picker";
import { ItemTarget } from "./item-target";
import { ItemTexts } from "./item-texts";
import { ItemVisibility } from "./item-visibility";
import { type Flaw, localesFor, say } from "./problems";
import type { At, Site } from "./queries";
import { texts } from "./texts";
import { languageName, titleOf } from "./words";

export interface PanelProps {
  at: At;
  item: Item;
  items: readonly Item[];
  index: Index;
  locales: readonly string[];
  locale: string;
  sites: readonly Site[];
  shown: readonly Site[];
  flaws: readonly Flaw[];
  readOnly: boolean;
  onChange: (patch: Partial<Item>, what: string) => void;
  onItems: (items: Item[]) => void;
  onMoveTo: () => void;
  onAddBelow: () => void;
  onDelete: () => void;
}

/** ItemPanel is everything about one item of a menu. */
export function ItemPanel(props: PanelProps) {
  const { item, flaws, locale, readOnly, onChange, shown } = props;
  const t = useTexts(texts);
  const lang = useStore(language);
  const mine = flaws.filter((f) => f.code !== "missing_locale");
  const here = new Set(localesFor(item, shown));
  return (
    <Stack gap="lg">
      <div className="p-item-head">
        <Title order={2} dir="auto" className="p-item-title">{titleOf(t, item, locale)}</Title>
        <Moves {...props} />
      </div>
      {mine.length > 0 && (
        <Alert color={mine.some((f) => f.severity === "error") ? "red" : "yellow"} role="status">
          {mine.map((f) => <p className="p-flaw" key={`${f.code} ${f.field} ${f.locale}`}>{say(t, f, languageName(lang))}</p>)}
        </Alert>
      )}
      <ItemTexts {...props} locales={props.locales.filter((l) => here.has(l) || item.label[l] !== undefined)} key={item.id} />
      <ItemTarget {...props} />
      <section className="p-fields" aria-labelledby="item-look">
        <Title order={3} id="item-look">{t("look")}</Title>
        <IconPicker at={props.at} value={item.icon} site={shown[0]?.key ?? ""} locale={locale} readOnly={readOnly} onChange={(icon) => onChange({ icon }, "icon")} />
        <Switch label={t("newWindow")} description={t("newWindow.help")} checked={item.newWindow ?? false} disabled={readOnly} onChange={(e) => onChange({ newWindow: e.currentTarget.checked }, "")} />
      </section>
      <ItemVisibility {...props} />
      <details className="p-more">
        <summary>{t("technical")}</summary>
        <TextInput label={t("id")} description={t("id.help")} value={item.id} readOnly mt="sm" />
      </details>
      {!readOnly && (
        <Group>
          <Button variant="default" leftSection={<IconPlus size={16} />} onClick={props.onAddBelow} disabled={(props.index.depth.get(item.id) ?? 1) >= maxDepth}>{t("add.below")}</Button>
          <Button variant="light" color="red" leftSection={<IconTrash size={16} />} onClick={props.onDelete}>{t("delete.item")}</Button>
        </Group>
      )}
      {item.entry && <Text size="sm" c="dimmed">{t("entry.follows")}</Text>}
    </Stack>
  );
}

/** Moves are the ways to move an item without dragging it. */
function Moves({ item, items, index, readOnly, onItems, onMoveTo }: PanelProps) {
  const t = useTexts(texts);
  if (readOnly) return null;
  const place = index.place.get(item.id) ?? { parent: "", index: 0 };
  const last = childrenOf(items, index, place.parent).length - 1;
  const to = (by: number): Place => ({ parent: place.parent, index: place.index + by });
  return (
    <Group gap={4} wrap="nowrap">
      <Tooltip label={t("up")}>
        <ActionIcon aria-label={t("up")} size="lg" aria-disabled={place.index === 0} data-disabled={place.index === 0 || undefined} onClick={() => place.index > 0 && onItems(move(items, item.id, to(-1)))}><IconArrowUp size={18} /></ActionIcon>
      </Tooltip>
      <Tooltip label={t("down")}>
        <ActionIcon aria-label={t("down")} size="lg" aria-disabled={place.index >= last} data-disabled={place.index >= last || undefined} onClick={() => place.index < last && onItems(move(items, item.id, to(1)))}><IconArrowDown size={18} /></ActionIcon>
      </Tooltip>
      <Button variant="default" size="xs" leftSection={<IconCornerDownRight size={16} />} onClick={onMoveTo}>{t("moveTo")}</Button>
    </Group>
  );
}
