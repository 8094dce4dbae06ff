import { dragAndDropFeature, type DragTarget, hotkeysCoreFeature, type ItemInstance, keyboardDragAndDropFeature, selectionFeature, syncDataLoaderFeature } from "@headless-tree/core";
import { useTree } from "@headless-tree/react";
import { Tooltip } from "@mantine/core";
import { IconChevronRight, IconExternalLink, IconEyeOff, IconFileText, IconFolder, IconGripVertical, IconLink, IconUsers } from "@tabler/icons-react";
import { useEffect, useLayoutEffect } from "react";
import { useTexts } from "../../kit/texts";
import { childrenOf, type Index, type Item, mayStand, type Place } from "./document";
import { TreeDescription } from "./tree-description";
import { texts } from "./texts";
import { kindOf, titleOf } from "./words";

interface Props {
  items: readonly Item[];
  index: Index;
  locale: string;
  selected: string | undefined;
  readOnly: boolean;
  errors: ReadonlyMap<string, number>;
  warnings: ReadonlyMap<string, number>;
  expanded: string[];
  onExpand: (ids: string[]) => void;
  onSelect: (id: string) => void;
  onMove: (id: string, to: Place) => void;
  onDelete: (id: string) => void;
}

const root = " root"; // no id of an item
const indent = 22;

/** MenuTree is the tree of a menu, for pointer and keyboard: arrows walk, Ctrl+Shift+D picks up, Enter puts down. */
export function MenuTree(props: Props) {
  const { items, index, locale, selected, readOnly, expanded, onExpand, onSelect, onMove } = props;
  const t = useTexts(texts);
  const gone: Item = { id: "", label: {} };
  const tree = useTree<Item>({
    rootItemId: root,
    indent,
    dataLoader: {
      getItem: (id) => index.item.get(id) ?? gone,
      getChildren: (id) => childrenOf(items, index, id === root ? "" : id).map((i) => i.id),
    },
    getItemName: (item) => (item.getId() === root ? t("tree.top") : titleOf(t, index.item.get(item.getId()) ?? gone, locale)),
    isItemFolder: (item) => item.getId() === root || (index.item.get(item.getId())?.items?.length ?? 0) > 0,
    state: { expandedItems: expanded, selectedItems: selected ? [selected] : [] },
    setExpandedItems: (next) => onExpand(typeof next === "function" ? next(expanded) : next),
    setSelectedItems: (next) => {
      const ids = typeof next === "function" ? next(selected ? [selected] : []) : next;
      const id = ids.at(-1);
      if (id) onSelect(id);
    },
    onPrimaryAction: (item) => onSelect(item.getId()),
    canReorder: true,
    canDrag: () => !readOnly,
    canDrop: (dragged, target) => dragged.every((d) => mayStand(index, d.getId(), parentOf(target))),
    onDrop: (dragged, target) => {
      const [first] = dragged;
      if (!first) return;
      const to = { parent: parentOf(target), index: "insertionIndex" in target ? target.insertionIndex : childrenOf(items, index, parentOf(target)).length };
      onMove(first.getId(), to);
    },
    hotkeys: {
      // As it comes, it would take the selection along rather than what has the focus.
      startDrag: { hotkey: "Control+Shift+KeyD", preventDefault: true, isEnabled: (at) => !readOnly && !at.getState().dnd, handler: (_, at) => at.startKeyboardDrag([at.getFocusedItem()]) },
      customOpen: { hotkey: "Enter", preventDefault: true, isEnabled: (at) => !at.getState().dnd, handler: (_, at) => onSelect(at.getFocusedItem().getId()) },
      customPick: { hotkey: "Space", preventDefault: true, isEnabled: (at) => !at.getState().dnd, handler: (_, at) => onSelect(at.getFocusedItem().getId()) },
      customDelete: { hotkey: "Delete", isEnabled: (at) => !readOnly && !at.getState().dnd, handler: (_, at) => props.onDelete(at.getFocusedItem().getId()) },
    },
    features: [syncDataLoaderFeature, selectionFeature, hotkeysCoreFeature, dragAndDropFeature, keyboardDragAndDropFeature],
  });
  // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the tree reads them through its configuration
  useLayoutEffect(() => tree.rebuildTree(), [tree, items, expanded]);
  useEffect(() => {
    if (selected) tree.getItemInstance(selected).setFocused();
  }, [tree, selected]);

  return (
    <>
      <TreeDescription tree={tree} />
      <div {...tree.getContainerProps(t("tree"))} className="p-tree" aria-describedby="tree-description">
        {tree.getItems().filter((i) => index.item.has(i.getId())).map((i) => (
          <Row key={i.getId()} instance={i} {...props} />
        ))}
        <div style={tree.getDragLineStyle(-1, 6)} className="p-tree-line" />
      </div>
    </>
  );
}

function parentOf(target: DragTarget<Item>): string {
  const id = target.item.getId();
  return id === root ? "" : id;
}

const signs = { heading: IconFolder, site: IconLink, entry: IconFileText, url: IconExternalLink };

function Row({ instance, index, locale, selected, readOnly, errors, warnings, onSelect, onExpand, expanded }: Props & { instance: ItemInstance<Item> }) {
  const t = useTexts(texts);
  const id = instance.getId();
  const item = index.item.get(id);
  if (!item) return null;
  const props = instance.getProps();
  const Sign = signs[kindOf(item)];
  const open = expanded.includes(id);
  const [wrong, warned] = [errors.get(id) ?? 0, warnings.get(id) ?? 0];
  const name = titleOf(t, item, locale);
  const said = [name, wrong > 0 && t("errors", { n: wrong }), warned > 0 && t("warnings", { n: warned }), item.sites || item.notSites ? t("limited") : undefined, item.audiences && t("limited.audiences")];
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the tree listens to the keys
    <div
      {...props} role="treeitem" tabIndex={props.tabIndex as number} className="p-tree-row" aria-label={said.filter(Boolean).join(", ")} aria-selected={selected === id} draggable={!readOnly}
      data-over={instance.isUnorderedDragTarget() || undefined} style={{ paddingInlineStart: 6 + instance.getItemMeta().level * indent }}
      onClick={(event) => {
        instance.setFocused();
        onSelect(id);
        if ((event.target as HTMLElement).closest(".p-tree-turn")) onExpand(open ? expanded.filter((e) => e !== id) : [...expanded, id]);
      }}
    >
      <span className="p-tree-turn" data-open={open || undefined}>{instance.isFolder() && <IconChevronRight size={15} />}</span>
      <Sign size={16} stroke={1.6} className="p-tree-sign" />
      <span className="p-tree-name" dir="auto">{name}</span>
      {item.audiences && <Tooltip label={item.audiences.join(", ")}><IconUsers size={14} className="p-tree-sign" /></Tooltip>}
      {(item.sites ?? item.notSites) && <Tooltip label={item.sites ? t("only.on", { sites: item.sites.join(", ") }) : t("not.on", { sites: (item.notSites ?? []).join(", ") })}><IconEyeOff size={14} className="p-tree-sign" /></Tooltip>}
      {wrong > 0 && <span className="p-count" data-n={wrong} data-tone="error" />}
      {warned > 0 && <span className="p-count" data-n={warned} />}
      {!readOnly && <IconGripVertical size={14} className="p-tree-grip" />}
    </div>
  );
}
