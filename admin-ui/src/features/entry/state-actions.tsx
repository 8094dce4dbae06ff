import { Menu } from "@mantine/core";
import { IconArchive, IconArchiveOff, IconBinaryTree2 } from "@tabler/icons-react";
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { api, ask, ifMatch } from "../../api/client";
import { confirm } from "../../kit/confirm";
import type { ContentType } from "../../kit/model";
import { useNotify } from "../../kit/notify";
import { accessQuery } from "../../kit/permissions";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { MenuAction } from "../../kit/ui/menu-action";
import { useEditing } from "./context";
import type { EntryStore } from "./store";
import { texts } from "./texts";

const MoveDialog = lazy(() => import("./move-dialog"));

/** useArchive takes an entry out of use in all its languages, and back into it. */
function useArchive(store: EntryStore) {
  const t = useTexts(texts);
  const notify = useNotify();
  const queries = useQueryClient();
  const run = async (back: boolean) => {
    try {
      await store.save();
      const { id, version } = store.entry.get();
      const asked = { params: { path: { id }, header: ifMatch(version) }, body: { locales: [] } };
      store.adopt(await (back ? ask(api.POST("/api/v1/entries/{id}/unarchive", asked)) : ask(api.POST("/api/v1/entries/{id}/archive", asked))));
      void queries.invalidateQueries({ queryKey: ["entries"] });
      notify.done(t(back ? "unarchive.done" : "archive.done"), back ? undefined : () => void run(true));
    } catch (error) {
      notify.failed(error);
    }
  };
  return {
    archive: async () => {
      const live = Object.keys(store.entry.get().publishedAt);
      if (live.length > 0 && !(await confirm({ title: t("archive.title"), text: t("archive.text", { locales: live.join(", ") }), yes: t("archive"), danger: true }))) return;
      await run(false);
    },
    unarchive: () => run(true),
  };
}

/** StateActions are the items of the menu for the place of an entry in its tree, and for taking it out of use and back. */
export function useStateActions(store: EntryStore, type: ContentType) {
  const t = useTexts(texts);
  const { locked } = useEditing();
  const entry = useStore(store.entry);
  const { archive, unarchive } = useArchive(store);
  const [moving, setMoving] = useState(false);
  const tags = Object.keys(entry.locales);
  const answers = useQueries({ queries: tags.map((locale) => accessQuery({ action: "unpublish", type: entry.type, site: entry.space, locale })) });
  const reason = tags.length === 0 ? t("archive.empty") : answers.some((a) => a.data?.allowed === false) && t("archive.denied");
  const archived = tags.filter((tag) => entry.workflow[tag]?.archived);
  const items = entry.trashedAt ? null : (
    <>
      {type.tree && <MenuAction icon={<IconBinaryTree2 size={16} />} reason={locked} onClick={() => setMoving(true)}>{t("move")}</MenuAction>}
      {archived.length < tags.length && <MenuAction icon={<IconArchive size={16} />} reason={reason} onClick={() => void archive()}>{t("archive")}</MenuAction>}
      {archived.length > 0 && <MenuAction icon={<IconArchiveOff size={16} />} reason={reason} onClick={() => void unarchive()}>{t("unarchive")}</MenuAction>}
      <Menu.Divider />
    </>
  );
  const dialogs = <Suspense fallback={null}>{moving && <MoveDialog store={store} type={type} onClose={() => setMoving(false)} />}</Suspense>;
  return { items, dialogs };
}
