import { Alert, Badge, Button, Group } from "@mantine/core";
import { IconArrowLeft, IconEye, IconLock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useBlocker, useNavigate } from "@tanstack/react-router";
import { lazy, memo, Suspense, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { confirm } from "../../kit/confirm";
import { language } from "../../kit/language";
import { type ContentType, typeQuery } from "../../kit/model";
import { useNotify } from "../../kit/notify";
import { accessQuery } from "../../kit/permissions";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { Page } from "../../kit/ui/page";
import { Answered, Loading } from "../../kit/ui/states";
import { StatusBadge, useLocales } from "../content/index";
import { ActionsMenu } from "./actions-menu";
import { ConflictDialog } from "./conflict-dialog";
import { EditingContext } from "./context";
import { FieldInput } from "./fields/input";
import { Inherited } from "./inherited";
import { LocaleTabs } from "./locale-tabs";
import { Outdated } from "./outdated";
import { Panel } from "./panel";
import { Present } from "./present";
import { Publish } from "./publish";
import type { EditorSearch } from "./routes";
import { SaveState } from "./save-state";
import type { EntryStore } from "./store";
import { texts } from "./texts";
import { Trashed } from "./trashed";
import { Underway } from "./underway-strip";
import { useChain } from "./use-chain";
import { useCheck } from "./use-check";
import { useEntryStore, usePresence } from "./use-entry";
import { useInTurn } from "./use-in-turn";
import { useThreads } from "./use-threads";

const SitePage = lazy(() => import("./page/site-page"));

const route = getRouteApi("/content/$id");

/** EntryPage is the editor of one entry. */
export default function EntryPage() {
  const { id } = route.useParams();
  const { query, store } = useEntryStore(id);
  const type = useQuery({ ...typeQuery(query.data?.type ?? ""), enabled: query.data !== undefined });
  return (
    <Answered query={query}>
      {() => (store ? <Answered query={type}>{(data) => <Editor key={id} store={store} type={data} />}</Answered> : <Loading />)}
    </Answered>
  );
}

/** useTitle gives what the entry is called, as it is being written. */
function useTitle(store: EntryStore, type: ContentType, locale: string): string {
  const read = () => {
    const { shared, locales } = store.whole();
    const places = [locales[locale], shared, ...Object.values(locales)];
    const found = places.map((p) => p?.[type.title]).find((v) => typeof v === "string" && v !== "");
    return typeof found === "string" ? found : "";
  };
  return useSyncExternalStore(store.subscribe, read);
}

function Editor({ store, type }: { store: EntryStore; type: ContentType }) {
  const t = useTexts(texts);
  const ui = useStore(language);
  const entry = useStore(store.entry);
  useEffect(() => store.learn(type.fields), [store, type]);
  const search = route.useSearch();
  const go = useNavigate({ from: "/content/$id" });
  const change = (patch: EditorSearch) => void go({ search: (old) => ({ ...old, ...patch }), replace: true });
  const looking = search.panel === "preview";
  const side = looking ? undefined : search.side; // there is no room for three
  const spaces = useLocales(entry.space);
  const locales = useMemo(() => [...new Set([...spaces, ...Object.keys(entry.locales)])].sort(), [spaces, entry.locales]);
  const locale = search.locale && locales.includes(search.locale) ? search.locale : locales.includes(ui) ? ui : (locales[0] ?? ui);
  const { others, enter } = usePresence(store, entry.id, locale);
  const may = useQuery(accessQuery({ action: "update", type: entry.type, site: entry.space, locale }));
  const locked = entry.trashedAt ? t("locked.trash") : may.data?.allowed === false && t("locked");
  const title = useTitle(store, type, locale) || t("untitled");
  const [publishing, setPublishing] = useState(false);
  const [strict, setStrict] = useState(false);
  const check = useCheck(store, type, strict);
  const publish = useCallback((opened: boolean) => {
    setPublishing(opened);
    if (opened) setStrict(true);
  }, []);
  const { open } = useThreads(entry.id);
  const chain = useChain(entry.space, locale);
  const discuss = useDiscuss();
  useKeys(store, publish, discuss);
  useLeaveGuard(store);
  const editing = useMemo(
    () => ({ store, type, locale, side, locked, problems: check.byPointer, others, enter, chain, open, discuss }),
    [store, type, locale, side, locked, check.byPointer, others, enter, chain, open, discuss],
  );
  const status = entry.status[locale];
  const above = (
    <Group justify="space-between" mb={4}>
      <Link to="/content" search={{ type: entry.type }} className="p-back"><IconArrowLeft size={16} aria-hidden /> {labelIn(type.label, ui)}</Link>
      <Present others={others} type={type} />
    </Group>
  );
  const actions = (
    <>
      <SaveState store={store} />
      {Object.keys(type.preview).length > 0 && (
        <Button variant={looking ? "light" : "default"} aria-pressed={looking} leftSection={<IconEye size={16} />} onClick={() => change({ panel: looking ? undefined : "preview" })}>{t("preview")}</Button>
      )}
      <Publish store={store} type={type} title={title} locales={locales} locale={locale} opened={publishing} onOpen={publish} />
      <ActionsMenu store={store} title={title} type={type} show={(panel) => change({ panel })} />
    </>
  );
  const badges = (
    <>
      {status && <StatusBadge status={status} />}
      {type.tree && entry.parent && <Badge color="gray">{entry.key}</Badge>}
    </>
  );
  return (
    <EditingContext.Provider value={editing}>
      <Page title={title} actions={actions} above={above} badges={badges}>
        {entry.trashedAt ? <Trashed store={store} title={title} /> : locked && <Alert color="gray" icon={<IconLock />} mb="md">{locked}</Alert>}
        <Outdated key={locale} store={store} locale={locale} compare={(next) => change({ side: next, ...(looking && { panel: undefined }) })} />
        <Inherited store={store} type={type} />
        <Underway store={store} type={type} />
        <div className="p-editor" data-page={looking || undefined}>
          <section className="p-card" aria-label={labelIn(type.label, ui)}>
            <LocaleTabs locales={locales} entry={entry} locale={locale} side={side} missing={check.byLocale} change={(patch) => change(looking && patch.side ? { ...patch, panel: undefined } : patch)} />
            <Form key={locale} type={type} locale={locale} />
          </section>
          {search.panel === "preview"
            ? <Suspense fallback={<Loading />}><SitePage type={type} search={search} change={change} /></Suspense>
            : <Panel store={store} type={type} check={check} panel={search.panel ?? "check"} field={search.field} change={change} onJump={() => setStrict(true)} />}
        </div>
        <ConflictDialog store={store} />
      </Page>
    </EditingContext.Provider>
  );
}

/** How many fields are there at once; the others follow. */
const atOnce = 40;

/** Form is the fields of one language. A save changes the page around them; of the fields it renders those that are not what was written. */
const Form = memo(({ type, locale }: { type: ContentType; locale: string }) => {
  const fields = useInTurn(type.fields, atOnce);
  return (
    <div className="p-form" lang={locale} data-coming={fields.length < type.fields.length || undefined} data-long={type.fields.length > atOnce || undefined}>
      {fields.map((f) => <FieldInput key={f.name} field={f} path={f.localized ? ["locales", locale, f.name] : ["shared", f.name]} />)}
    </div>
  );
});

/** useDiscuss opens the comments on a field, ready to write one. */
function useDiscuss(): (pointer: string) => void {
  const go = useNavigate({ from: "/content/$id" });
  return useCallback((pointer: string) => {
    void go({ search: (old) => ({ ...old, panel: "comments", field: pointer }), replace: true });
    focusOn(`[data-about="${CSS.escape(pointer)}"] .p-mention textarea`);
  }, [go]);
}

/** focusOn goes to an element as soon as it is there. */
function focusOn(selector: string, tries = 60) {
  const found = document.querySelector<HTMLElement>(selector);
  if (found) found.focus();
  else if (tries > 0) setTimeout(() => focusOn(selector, tries - 1), 50);
}

/** useKeys: save, undo, redo, publish and comment from the keyboard. */
function useKeys(store: EntryStore, publish: (opened: boolean) => void, discuss: (pointer: string) => void) {
  const t = useTexts(texts);
  const notify = useNotify();
  useEffect(() => {
    const named = async () => {
      await store.save(true);
      if (store.saving.get().state === "saved") notify.done(t("save.named", { n: store.entry.get().version }));
    };
    const listen = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || document.querySelector("[role=dialog]")) return;
      const key = event.key.toLowerCase();
      if (event.altKey) {
        const pointer = event.code === "KeyM" && fieldOf(document.activeElement);
        if (pointer) discuss(pointer);
        return;
      }
      const act = key === "s" ? () => void named() : key === "enter" ? () => void store.save().then(() => store.saving.get().state === "saved" && publish(true)) : key === "z" ? (event.shiftKey ? store.redo : store.undo) : key === "y" ? store.redo : undefined;
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, [store, publish, discuss, notify, t]);
}

/** fieldOf gives the pointer of the field that an element stands in: the whole one, whatever part of it that is. */
function fieldOf(element: Element | null): string | undefined {
  let found: string | undefined;
  for (let at = element?.closest<HTMLElement>("[data-pointer]"); at; at = at.parentElement?.closest<HTMLElement>("[data-pointer]") ?? undefined) found = at.dataset.pointer;
  return found;
}

/** useLeaveGuard saves before somebody leaves, and asks only where that fails. */
function useLeaveGuard(store: EntryStore) {
  const t = useTexts(texts);
  useBlocker({
    enableBeforeUnload: () => store.dirty(),
    shouldBlockFn: async ({ current, next }) => {
      if (current.pathname === next.pathname || !store.dirty()) return false;
      await store.save();
      if (!store.dirty()) return false;
      return !(await confirm({ title: t("discard.title"), text: t("discard.text"), yes: t("discard.leave"), danger: true }));
    },
  });
}

