import { Button, Group, Modal, NumberInput, Select, Stack } from "@mantine/core";
import { useState } from "react";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { childrenOf, type Index, type Item, mayStand, type Place } from "./document";
import { texts } from "./texts";
import { titleOf } from "./words";

interface Props {
  item: Item;
  items: readonly Item[];
  index: Index;
  locale: string;
  onMove: (to: Place) => void;
  onClose: () => void;
}

/** MoveDialog moves an item by choosing its new place, for whom dragging is not the way. */
export function MoveDialog({ item, items, index, locale, onMove, onClose }: Props) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const now = index.place.get(item.id) ?? { parent: "", index: 0 };
  const [parent, setParent] = useState(now.parent);
  const [place, setPlace] = useState(now.index + 1);
  const able = index.order.filter((id) => mayStand(index, item.id, id));
  const siblings = childrenOf(items, index, parent).filter((i) => i.id !== item.id);
  const named = (id: string) => {
    const at = index.item.get(id);
    return `${"   ".repeat((index.depth.get(id) ?? 1) - 1)}${at ? titleOf(t, at, locale) : id}`;
  };
  return (
    <Modal opened onClose={onClose} title={t("move.title", { name: titleOf(t, item, locale) })} closeButtonProps={{ "aria-label": c("close") }}>
      <Stack>
        <Select
          label={t("move.parent")} data={[{ value: " ", label: t("tree.top") }, ...able.map((id) => ({ value: id, label: named(id) }))]} value={parent || " "} allowDeselect={false} searchable
          onChange={(id) => {
            const next = (id ?? "").trim();
            setParent(next);
            setPlace(next === now.parent ? now.index + 1 : childrenOf(items, index, next).length + 1);
          }}
        />
        <NumberInput label={t("move.place")} description={t("move.place.help", { n: siblings.length + 1 })} min={1} max={siblings.length + 1} value={place} onChange={(n) => setPlace(Number(n) || 1)} allowDecimal={false} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{c("cancel")}</Button>
          <Button onClick={() => onMove({ parent, index: Math.min(Math.max(place, 1), siblings.length + 1) - 1 })}>{t("move.do")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
