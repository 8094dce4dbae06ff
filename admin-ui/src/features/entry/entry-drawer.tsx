import { Alert, Anchor, Drawer, Group, Stack, Title } from "@mantine/core";
import { IconExternalLink, IconLock } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useContext, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { confirm } from "../../kit/confirm";
import { type ContentType, typeQuery } from "../../kit/model";
import { accessQuery } from "../../kit/permissions";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Answered, Loading } from "../../kit/ui/states";
import { StatusBadge, useLocales } from "../content/index";
import { ConflictDialog } from "./conflict-dialog";
import { EditingContext } from "./context";
import { FieldInput } from "./fields/input";
import { Opened } from "./fields/opened";
import { LocaleTabs } from "./locale-tabs";
import { SaveState } from "./save-state";
import type { EntryStore } from "./store";
import { texts } from "./texts";
import { texts as referring } from "./texts-reference";
import { useChain } from "./use-chain";
import { useCheck } from "./use-check";
import { useEntryStore } from "./use-entry";
import { useEntryName } from "./use-name";

const Uses = lazy(() => import("./uses"));

interface Props {
  id: string;
  locale: string;
  onClose: () => void;
}

/** EntryDrawer writes in an entry beside the one that leads to it. It saves by itself as the editor does, and before it closes. Who else is in
    it is not shown here: what two people change is brought together all the same. */
export default function EntryDrawer({ id, locale, onClose }: Props) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const queries = useQueryClient();
  const { query, store } = useEntryStore(id);
  const type = useQuery({ ...typeQuery(query.data?.type ?? ""), enabled: query.data !== undefined });
  const opened = useContext(Opened);
  const inside = useMemo(() => [...opened, id], [opened, id]);
  const name = useEntryName(query.data?.type ?? "", id, locale);
  const close = async () => {
    await store?.save();
    if (store?.dirty() && !(await confirm({ title: t("discard.title"), text: t("discard.text"), yes: t("discard.leave"), danger: true }))) return;
    void queries.invalidateQueries({ queryKey: ["entry-name", id] });
    void queries.invalidateQueries({ queryKey: ["entries"] });
    onClose();
  };
  return (
    <Drawer opened onClose={() => void close()} position="right" size="min(760px, 100vw)" title={query.data ? name.title : t("untitled")} closeButtonProps={{ "aria-label": c("close") }}>
      <Opened.Provider value={inside}>
        <Answered query={query}>{() => (store && type.data ? <Inside store={store} type={type.data} first={locale} depth={inside.length} /> : <Loading />)}</Answered>
      </Opened.Provider>
    </Drawer>
  );
}

function Inside({ store, type, first, depth }: { store: EntryStore; type: ContentType; first: string; depth: number }) {
  const t = useTexts(texts);
  const r = useTexts(referring);
  const entry = useStore(store.entry);
  const known = useLocales(entry.space);
  const written = useSyncExternalStore(store.subscribe, () => Object.keys(store.whole().locales).sort().join(" "));
  const locales = useMemo(() => [...new Set([...known, ...written.split(" ").filter(Boolean), first])], [known, written, first]);
  const [{ locale, side }, setShown] = useState<{ locale: string; side: string | undefined }>({ locale: first, side: undefined });
  const may = useQuery(accessQuery({ action: "update", type: entry.type, site: entry.space, locale }));
  const locked = entry.trashedAt ? t("locked.trash") : may.data?.allowed === false && t("locked");
  const check = useCheck(store, type, false);
  const chain = useChain(entry.space, locale);
  const editing = useMemo(
    () => ({ store, type, locale, side, locked, chain, problems: check.byPointer, others: [], enter: () => undefined, prefix: `d${depth}` }),
    [store, type, locale, side, locked, chain, check.byPointer, depth],
  );
  useUnloadGuard(store);
  return (
    <EditingContext.Provider value={editing}>
      <Stack>
        <Group justify="space-between">
          <Group gap="sm"><StatusBadge status={entry.status[locale] ?? "draft"} /><SaveState store={store} /></Group>
          <Anchor href={`/content/${entry.id}?locale=${locale}`} target="_blank" size="sm" className="p-iconed"><IconExternalLink size={15} aria-hidden /> {r("open.page")}</Anchor>
        </Group>
        {locked && <Alert color="gray" icon={<IconLock />}>{locked}</Alert>}
        <div className="p-inside">
          <LocaleTabs locales={locales} entry={entry} locale={locale} side={side} missing={check.byLocale} change={({ locale: next, ...rest }) => setShown((old) => ({ locale: next ?? old.locale, side: "side" in rest ? rest.side : old.side }))} />
          <div className="p-form" lang={locale} key={locale}>
            {type.fields.map((f) => <FieldInput key={f.name} field={f} path={f.localized ? ["locales", locale, f.name] : ["shared", f.name]} />)}
          </div>
        </div>
        <section aria-label={r("uses")}>
          <Title order={3} mb="xs">{r("uses")}</Title>
          <Suspense fallback={<Loading />}><Uses id={entry.id} /></Suspense>
        </section>
      </Stack>
      <ConflictDialog store={store} />
    </EditingContext.Provider>
  );
}

function useUnloadGuard(store: EntryStore) {
  useEffect(() => {
    const stay = (event: BeforeUnloadEvent) => store.dirty() && event.preventDefault();
    addEventListener("beforeunload", stay);
    return () => removeEventListener("beforeunload", stay);
  }, [store]);
}
