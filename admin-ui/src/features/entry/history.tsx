import { Button, Modal, Select, Stack, Text } from "@mantine/core";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, ask, ifMatch } from "../../api/client";
import type { ContentType } from "../../kit/model";
import { useNotify } from "../../kit/notify";
import { useNames } from "../../kit/people";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { Moment } from "../../kit/ui/moment";
import { Answered } from "../../kit/ui/states";
import { useEditing } from "./context";
import { Diff } from "./diff";
import type { EntryStore } from "./store";
import { texts } from "./texts";

const size = 50; // of a page
const kinds = ["autosaved", "imported", "published", "restored", "saved"] as const;

/** History lists the kept versions, compares any two of them, and brings an old one back as the draft. */
export default function History({ store, type }: { store: EntryStore; type: ContentType }) {
  const t = useTexts(texts);
  const nameOf = useNames();
  const entry = useStore(store.entry);
  const [looking, setLooking] = useState<{ from: string; to: string }>();
  const list = useInfiniteQuery({
    queryKey: ["revisions", entry.id, entry.version],
    initialPageParam: 0,
    queryFn: async ({ pageParam }) => (await ask(api.GET("/api/v1/entries/{id}/revisions", { params: { path: { id: entry.id }, query: { "page[size]": size, ...(pageParam > 0 && { "page[after]": pageParam }) } } }))).data ?? [],
    getNextPageParam: (last) => (last.length === size ? last.at(-1)?.version : undefined),
    placeholderData: (old) => old,
  });
  return (
    <Answered query={list}>
      {({ pages }) => {
        const revisions = pages.flat();
        return (
          <>
            <ol className="p-versions-list">
              {revisions.map((r) => {
                const kind = kinds.find((k) => k === r.kind);
                return (
                  <li key={r.version}>
                    <button type="button" className="p-version-row" onClick={() => setLooking({ from: String(r.version), to: "draft" })}>
                      <Text span size="sm" fw={600}>{t("history.version", { n: r.version })}</Text>
                      <Text span size="sm" c="dimmed">{kind ? t(`history.kind.${kind}`) : r.kind} · {nameOf(r.author)} · <Moment at={r.createdAt} /></Text>
                      {r.note && <Text span size="sm">{r.note}</Text>}
                    </button>
                  </li>
                );
              })}
            </ol>
            {list.hasNextPage && <Button mt="sm" fullWidth variant="default" size="sm" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("history.more")}</Button>}
            {looking && <Compare store={store} type={type} versions={revisions.map((r) => r.version)} from={looking.from} to={looking.to} onChange={setLooking} onClose={() => setLooking(undefined)} />}
          </>
        );
      }}
    </Answered>
  );
}

interface CompareProps {
  store: EntryStore;
  type: ContentType;
  versions: number[];
  from: string;
  to: string;
  onChange: (next: { from: string; to: string }) => void;
  onClose: () => void;
}

function Compare({ store, type, versions, from, to, onChange, onClose }: CompareProps) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const notify = useNotify();
  const entry = useStore(store.entry);
  const { locked } = useEditing();
  const states = [
    { value: "draft", label: t("history.draft") }, { value: "published", label: t("history.published") },
    ...versions.map((v) => ({ value: String(v), label: t("history.version", { n: v }) })),
  ];
  const restore = useMutation({
    mutationFn: async () => {
      await store.save();
      const { version } = store.entry.get();
      return ask(api.POST("/api/v1/entries/{id}/revisions/{revision}/restore", { params: { path: { id: entry.id, revision: Number(from) }, header: ifMatch(version) } }));
    },
    onSuccess: (next) => {
      store.adopt(next);
      notify.done(t("history.restored", { n: from }));
      onClose();
    },
    onError: notify.failed,
  });
  return (
    <Modal opened onClose={onClose} size="xl" title={t("history")} closeButtonProps={{ "aria-label": c("close") }}>
      <Stack>
        <div className="p-compare">
          <Select label={t("diff.from")} data={states} value={from} allowDeselect={false} onChange={(v) => v && onChange({ from: v, to })} />
          <Select label={t("diff.to")} data={states} value={to} allowDeselect={false} onChange={(v) => v && onChange({ from, to: v })} />
          {/^\d+$/.test(from) && <Action variant="light" reason={locked} onClick={() => restore.mutate()} loading={restore.isPending}>{t("history.restore")}</Action>}
        </div>
        <section className="p-changes" tabIndex={0} aria-label={t("history")}><Diff id={entry.id} type={type} from={from} to={to} version={entry.version} /></section>
      </Stack>
    </Modal>
  );
}

