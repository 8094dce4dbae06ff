import { Alert, Button, Checkbox, Group, Modal, SegmentedControl, Stack, Text } from "@mantine/core";
import { useMutation, useQueries, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useIntl } from "react-intl";
import { api, ask, ifMatch } from "../../api/client";
import { Problem } from "../../api/problem";
import { useNotify } from "../../kit/notify";
import { accessQuery } from "../../kit/permissions";
import { sayItem } from "../../kit/item-texts";
import { sayProblem } from "../../kit/problem-texts";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { When } from "../../kit/ui/when";
import type { EntryStore } from "./store";
import { texts } from "./texts";
import { texts as publishing } from "./texts-publish";
import { endable } from "./underway";
import { useLanguages } from "./use-languages";

/** EndDialog takes an entry out of service in some languages, now or at a time. */
export default function EndDialog({ store, title, locale, later, onClose }: { store: EntryStore; title: string; locale: string; later: boolean; onClose: () => void }) {
  const t = useTexts(texts);
  const p = useTexts(publishing);
  const c = useTexts(common);
  const intl = useIntl();
  const notify = useNotify();
  const queries = useQueryClient();
  const { name, list } = useLanguages();
  const entry = useStore(store.entry);
  const [when, setWhen] = useState(later ? "later" : "now");
  const live = Object.keys(entry.publishedAt).sort();
  const able = when === "later" ? endable(entry) : live;
  const [picked, setPicked] = useState(() => (endable(entry).includes(locale) ? [locale] : endable(entry)));
  const [at, setAt] = useState("");
  const [opened] = useState(() => new Date());
  const chosen = able.filter((l) => picked.includes(l));
  const left = live.filter((l) => !chosen.includes(l));
  const answers = useQueries({ queries: chosen.map((tag) => accessQuery({ action: "unpublish", type: entry.type, site: entry.space, locale: tag })) });
  const end = useMutation({
    mutationFn: () => {
      const base = { params: { path: { id: entry.id }, header: ifMatch(store.entry.get().version) } };
      if (when === "later") return ask(api.POST("/api/v1/entries/{id}/schedule", { ...base, body: { action: "unpublish", at, locales: chosen } }));
      return ask(api.POST("/api/v1/entries/{id}/unpublish", { ...base, body: { locales: chosen } }));
    },
    onSuccess: (next) => {
      store.adopt(next);
      void queries.invalidateQueries({ queryKey: ["entries"] });
      notify.done(when === "later" ? p("end.planned", { at: intl.formatDate(at, { dateStyle: "long", timeStyle: "short" }) }) : p("end.done", { locales: list(chosen) }));
      onClose();
    },
  });
  const items = end.error instanceof Problem ? end.error.items : [];
  const stop = chosen.length === 0 ? t("publish.none")
    : answers.some((q) => q.data?.allowed === false) ? p("end.denied")
    : when === "later" && (at === "" || new Date(at) <= opened) && t("publish.when.past");
  return (
    <Modal opened onClose={onClose} title={p("end.title", { title })} closeButtonProps={{ "aria-label": c("close") }}>
      <Stack>
        {end.error && <Alert color="red" role="alert">{[sayProblem(c, end.error), ...items.map((i) => sayItem(c, i))].join(" ")}</Alert>}
        <SegmentedControl fullWidth aria-label={p("when")} value={when} onChange={setWhen} data={(["now", "later"] as const).map((value) => ({ value, label: p(`how.${value}`) }))} />
        <Checkbox.Group label={t("publish.locales")} value={chosen} onChange={setPicked}>
          <div className="p-langs">{able.map((l) => <Checkbox key={l} value={l} label={name(l)} />)}</div>
        </Checkbox.Group>
        {when === "later" && <When label={p("end.at")} value={at} onChange={setAt} future />}
        <Text size="sm" c="dimmed">{left.length > 0 ? p("end.left", { locales: list(left) }) : p("end.all")} {p("end.again")}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{c("cancel")}</Button>
          <Action color="red.9" onClick={() => end.mutate()} loading={end.isPending} reason={stop}>{p("end")}</Action>
        </Group>
      </Stack>
    </Modal>
  );
}
