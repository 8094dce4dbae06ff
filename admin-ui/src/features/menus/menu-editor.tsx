import { ActionIcon, Alert, Button, Group, SegmentedControl, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp, IconArrowLeft, IconHistory, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useChanges } from "../../kit/events";
import { language } from "../../kit/language";
import { useNotify } from "../../kit/notify";
import { useMay } from "../../kit/permissions";
import { useMe } from "../../kit/session";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { Note } from "../../kit/ui/states";
import { ClashDialog } from "./clash-dialog";
import { change, childrenOf, type Index, indexOf, insert, type Item, maxDepth, move, newId, type Place, remove } from "./document";
import { EditorHead } from "./editor-head";
import { Findings } from "./findings";
import { History } from "./history";
import { ItemPanel } from "./item-panel";
import { MenuTree } from "./menu-tree";
import { MoveDialog } from "./move-dialog";
import { PreviewPane } from "./preview-pane";
import { collect, type Flaw, read } from "./problems";
import { type At, checkQuery, localesOf, type Menu, type MenuSummary, readMenu, shownOn, type Site } from "./queries";
import type { EditorSearch } from "./routes";
import { texts } from "./texts";
import { useEditor } from "./use-editor";
import { useEditorKeys, useLeaveGuard } from "./use-guard";
import { titleOf } from "./words";

interface Props {
  at: At;
  loaded: Menu;
  sites: readonly Site[];
  menus: readonly MenuSummary[];
}

/** MenuEditor is the screen where a menu is worked on: its preview, its tree, and the item that is chosen. */
export function MenuEditor({ at, loaded, sites, menus }: Props) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const lang = useStore(language);
  const notify = useNotify();
  const editor = useEditor(at, loaded, () => notify.told(t("merged")));
  const { items, index, edit } = editor;
  const update = useMay({ action: "update", type: "@menus", site: at.space });
  const readOnly = update.known && !update.allowed;
  const search: EditorSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const select = (item: string | undefined) => void navigate({ to: ".", search: (old: EditorSearch) => ({ ...old, item }), replace: true });

  const shown = useMemo(() => shownOn(at, sites, menus), [at, sites, menus]);
  const locales = useMemo(() => localesOf(shown.length > 0 ? shown : sites), [shown, sites]);
  const site = shown.find((s) => s.key === search.site) ?? shown[0];
  const locale = site?.locales?.find((l) => l.tag === search.locale)?.tag ?? site?.locales?.find((l) => l.tag === lang)?.tag ?? site?.defaultLocale ?? "en";
  const item = search.item ? index.item.get(search.item) : undefined;
  const [tried, setTried] = useState<Flaw[]>([]);
  const checked = useQuery(checkQuery(at, editor.base.version));
  const flaws = useMemo(() => collect(index, tried, read(checked.data ?? []), shown, locales), [index, tried, checked.data, shown, locales]);

  const [expanded, setExpanded] = useState<string[]>(() => parentsOf(indexOf(loaded.items), search.item));
  const [moving, setMoving] = useState(false);
  const [history, setHistory] = useState(false);
  const [side, setSide] = useState<"items" | "preview">("items");
  useLeaveGuard(editor.dirty, t);
  const errors = flaws.filter((f) => f.severity === "error").length;
  const save = () => {
    if (!editor.dirty || readOnly || errors > 0 || editor.save.isPending) return;
    editor.save.mutate(undefined, { onSuccess: (saved) => saved && notify.done(t("saved")), onError: notify.failed });
  };
  useEditorKeys({ save, undo: editor.undo, redo: editor.redo });
  const stale = useOthers(at, editor.base.version, editor.dirty, editor.take);

  const choose = (id: string) => {
    setExpanded([...new Set([...expanded, ...parentsOf(index, id)])]);
    select(id);
  };
  const put = (next: Item[], what = "") => edit(next, what);
  const add = (parent: string) => {
    const id = newId(t("new.id"), new Set(index.order));
    const fresh: Item = { id, label: { [locale]: t("new") }, ...(site ? { site: site.key, path: "/" } : {}) };
    put(insert(items, fresh, { parent, index: childrenOf(items, index, parent).length }));
    if (parent !== "") setExpanded([...new Set([...expanded, parent])]);
    select(id);
  };
  const drop = (id: string) => {
    const gone = index.item.get(id);
    if (!gone) return;
    const place = index.place.get(id) as Place;
    put(remove(items, id));
    const beside = childrenOf(items, index, place.parent);
    select(beside[place.index + 1]?.id ?? beside[place.index - 1]?.id ?? (place.parent || undefined));
    notify.told(t("deleted", { name: titleOf(t, gone, locale) }));
  };
  const shift = (id: string, to: Place) => put(move(items, id, to));

  return (
    <div className="p-page p-menu" data-side={side} data-item={item ? true : undefined}>
      <EditorHead editor={editor} flaws={flaws} shown={shown} sites={sites} readOnly={readOnly} onSave={save} />
      {stale && <Alert color="blue" mb="md">{t("stale")}</Alert>}
      <SegmentedControl className="p-menu-switch" fullWidth value={side} onChange={(v) => setSide(v as typeof side)} data={[{ value: "items", label: t("items") }, { value: "preview", label: t("preview") }]} aria-label={t("sides")} />
      <PreviewPane at={at} index={index} site={site} sites={shown} locale={locale} items={items} path={pathOf(item, site, locale)} onFlaws={setTried} dirty={editor.dirty} />
      <div className="p-menu-work">
        <section className="p-card p-menu-tree" aria-label={t("items")}>
          <Group gap={4} className="p-menu-bar">
            <Action size="xs" leftSection={<IconPlus size={16} />} onClick={() => add("")} reason={readOnly && t("readOnly")}>{t("add")}</Action>
            <span className="p-grow" />
            <Step label={c("undo")} keys="Control+Z" icon={IconArrowBackUp} act={editor.undo} />
            <Step label={t("redo")} keys="Control+Shift+Z" icon={IconArrowForwardUp} act={editor.redo} />
            <Tooltip label={t("history")}><ActionIcon size="lg" aria-label={t("history")} onClick={() => setHistory(true)}><IconHistory size={18} /></ActionIcon></Tooltip>
          </Group>
          {items.length === 0 ? (
            <Note title={t("empty")} action={!readOnly && <Button onClick={() => add("")}>{t("add.first")}</Button>}>{t("empty.help")}</Note>
          ) : (
            <MenuTree
              items={items} index={index} locale={locale} selected={item?.id} readOnly={readOnly} errors={counts(flaws, "error")} warnings={counts(flaws, "warning")} expanded={expanded}
              onExpand={setExpanded} onSelect={select} onMove={shift} onDelete={drop}
            />
          )}
          <Findings flaws={flaws} index={index} locale={locale} onChoose={choose} />
        </section>
        <section className="p-card p-menu-item" aria-label={t("item")}>
          {item ? (
            <>
              <Button className="p-menu-back" variant="subtle" leftSection={<IconArrowLeft size={16} />} onClick={() => select(undefined)}>{t("back")}</Button>
              <ItemPanel
                at={at} item={item} items={items} index={index} locales={locales} locale={locale} sites={sites} shown={shown} flaws={flaws.filter((f) => f.id === item.id)} readOnly={readOnly}
                onChange={(patch, what) => put(change(items, item.id, patch), what)} onItems={put} onMoveTo={() => setMoving(true)} onAddBelow={() => add(item.id)} onDelete={() => drop(item.id)}
              />
            </>
          ) : <Note title={t("choose")}>{t("choose.help", { n: maxDepth })}</Note>}
        </section>
      </div>
      {moving && item && <MoveDialog item={item} items={items} index={index} locale={locale} onClose={() => setMoving(false)} onMove={(to) => { shift(item.id, to); setMoving(false); if (to.parent) setExpanded([...new Set([...expanded, to.parent])]); }} />}
      {editor.clash && <ClashDialog clash={editor.clash} index={index} locale={locale} onSettle={(choices) => editor.settle.mutate(choices, { onSuccess: (saved) => saved && notify.done(t("saved")), onError: notify.failed })} onClose={editor.leaveClash} />}
      {history && <History editor={editor} locale={locale} readOnly={readOnly} onClose={() => setHistory(false)} />}
    </div>
  );
}

function Step({ label, keys, icon: Icon, act }: { label: string; keys: string; icon: typeof IconHistory; act: (() => void) | undefined }) {
  return (
    <Tooltip label={label}>
      <ActionIcon size="lg" aria-label={label} aria-keyshortcuts={keys} aria-disabled={!act} data-disabled={!act || undefined} onClick={act}><Icon size={18} /></ActionIcon>
    </Tooltip>
  );
}

/** parentsOf gives what has to be open in the tree for an item to be seen. */
function parentsOf(index: Index, id: string | undefined): string[] {
  const out: string[] = [];
  for (let on = id && index.place.get(id)?.parent; on; on = index.place.get(on)?.parent) out.push(on);
  return out;
}

function counts(flaws: readonly Flaw[], severity: Flaw["severity"]): Map<string, number> {
  const out = new Map<string, number>();
  for (const f of flaws) if (f.severity === severity) out.set(f.id, (out.get(f.id) ?? 0) + 1);
  return out;
}

/** pathOf gives the page to show the parts for: that which the item leads to, where it is one of this site. */
function pathOf(item: Item | undefined, site: Site | undefined, locale: string): string {
  if (item?.site !== site?.key) return "";
  const path = item?.paths?.[locale] ?? item?.path ?? "";
  return path.startsWith("/") && !path.startsWith("//") ? path : "";
}

/** useOthers takes what somebody else saved, at once where nothing is being changed here; else it says so, and saving brings both together. */
function useOthers(at: At, version: number, dirty: boolean, take: (menu: Menu) => void): boolean {
  const me = useMe();
  const [behind, setBehind] = useState(0);
  useChanges({
    onChange: (told) => {
      if (told.subject !== `menu/${at.space}/${at.name}` || told.actor === me.id) return;
      void readMenu(at).then((menu) => {
        if (menu.version <= version) return;
        if (dirty) setBehind(menu.version);
        else take(menu);
      }, () => undefined);
    },
  });
  return behind > version;
}
