import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useIntl } from "react-intl";
import { api, ask, ifMatch } from "../../api/client";
import { useNotify } from "../../kit/notify";
import { useTexts } from "../../kit/texts";
import { addToRelease } from "../releases/index";
import type { How } from "./publish";
import { type Ask, type Into, intoOf } from "./publish-fields";
import type { EntryStore } from "./store";
import { texts } from "./texts";
import { texts as publishing } from "./texts-publish";
import { useLanguages } from "./use-languages";

interface Options {
  store: EntryStore;
  how: How;
  locales: string[];
  /** RFC 3339, for "later". */
  at: string;
  question: Ask;
  into: Into;
  onDone: () => void;
}

/** usePublish lets some locales go out in one of the four ways, and tells what became of it. */
export function usePublish({ store, how, locales, at, question, into, onDone }: Options) {
  const t = useTexts(texts);
  const p = useTexts(publishing);
  const intl = useIntl();
  const { list } = useLanguages();
  const notify = useNotify();
  const queries = useQueryClient();
  const publish = async (): Promise<string> => {
    const entry = store.entry.get();
    const base = { params: { path: { id: entry.id }, header: ifMatch(entry.version) } };
    switch (how) {
      case "release": {
        const to = intoOf(into);
        if (!to) return "";
        const release = await addToRelease(queries, to, [{ entry: entry.id, locales }]);
        return p("release.added", { name: release.name });
      }
      case "review": {
        const { assignee, note } = question;
        store.adopt(await ask(api.POST("/api/v1/entries/{id}/submit", { ...base, body: { locales, ...(assignee && { assignee }), ...(note.trim() && { note: note.trim() }) } })));
        return t("publish.submitted");
      }
      case "later":
        store.adopt(await ask(api.POST("/api/v1/entries/{id}/schedule", { ...base, body: { action: "publish", at, locales } })));
        return t("publish.planned", { at: intl.formatDate(at, { dateStyle: "long", timeStyle: "short" }) });
      default:
        store.adopt(await ask(api.POST("/api/v1/entries/{id}/publish", { ...base, body: { locales } })));
        return t("publish.done", { locales: list(locales) });
    }
  };
  return useMutation({
    mutationFn: publish,
    onSuccess: (said) => {
      void queries.invalidateQueries({ queryKey: ["entries"] });
      void queries.invalidateQueries({ queryKey: ["reviews"] });
      if (said) notify.done(said);
      onDone();
    },
  });
}
