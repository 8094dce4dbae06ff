import { Alert, Button, Group, Modal, Radio, Select, Stack, Text, UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, ask, ifMatch, type Schemas } from "../../api/client";
import { language } from "../../kit/language";
import type { ContentType } from "../../kit/model";
import { useNotify } from "../../kit/notify";
import { sayProblem } from "../../kit/problem-texts";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { Answered } from "../../kit/ui/states";
import type { EntryStore } from "./store";
import { texts } from "./texts";

type Node = Schemas["TreeNodeBody"];

/** Above is a step of the way down from the top. */
interface Above {
  id: string;
  title: string;
}

/** MoveDialog gives an entry another place in its tree: below what, and among its neighbours where. */
export default function MoveDialog({ store, type, onClose }: { store: EntryStore; type: ContentType; onClose: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const notify = useNotify();
  const queries = useQueryClient();
  const entry = useStore(store.entry);
  const [way, setWay] = useState<Above[]>([]);
  const [before, setBefore] = useState<string | null>(null);
  const [where, setWhere] = useState<"last" | "before">("last");
  const parent = way.at(-1)?.id ?? "";
  const branch = useBranch(entry.space, type.name, parent);
  const nodes = (branch.data?.pages ?? []).flatMap((p) => p.data ?? []).filter((n) => n.id !== entry.id);
  const move = useMutation({
    mutationFn: async () => {
      await store.save();
      const { id, version } = store.entry.get();
      return ask(api.POST("/api/v1/entries/{id}/move", { params: { path: { id }, header: ifMatch(version) }, body: { parent, ...(where === "before" && before ? { before } : { last: true }) } }));
    },
    onSuccess: (next) => {
      store.adopt(next);
      void queries.invalidateQueries({ queryKey: ["tree"] });
      void queries.invalidateQueries({ queryKey: ["entries"] });
      notify.done(t("move.done", { place: way.at(-1)?.title ?? t("move.top") }));
      onClose();
    },
  });
  const go = (next: Above[]) => {
    setWay(next);
    setBefore(null);
    setWhere("last");
  };
  return (
    <Modal opened onClose={onClose} size="lg" title={t("move.title")} closeButtonProps={{ "aria-label": c("close") }}>
      <Stack>
        <Text c="dimmed" size="sm">{t("move.help")}</Text>
        {move.error && <Alert color="red" role="alert">{sayProblem(c, move.error)}</Alert>}
        <nav aria-label={t("move.below")}>
          <Group gap={4}>
            <Button size="compact-sm" variant="subtle" onClick={() => go([])}>{t("move.top")}</Button>
            {way.map((one, i) => <Group key={one.id} gap={4}><IconChevronRight size={14} aria-hidden /><Button size="compact-sm" variant="subtle" onClick={() => go(way.slice(0, i + 1))}>{one.title}</Button></Group>)}
          </Group>
        </nav>
        <Answered query={branch}>
          {() => (
            <div className="p-found">
              {nodes.length === 0 && <Text size="sm" c="dimmed">{t("move.empty")}</Text>}
              {nodes.map((n) => (
                <UnstyledButton key={n.id} className="p-row" title={t("move.into", { title: titleOf(n) })} onClick={() => go([...way, { id: n.id, title: titleOf(n) }])}>
                  <span className="p-grow"><Text size="sm" fw={550} dir="auto">{titleOf(n)}</Text><Text size="xs" c="dimmed">{t("move.children", { n: n.children })}</Text></span>
                  <IconChevronRight size={16} aria-hidden />
                </UnstyledButton>
              ))}
              {branch.hasNextPage && <Button variant="default" size="sm" loading={branch.isFetchingNextPage} onClick={() => void branch.fetchNextPage()}>{c("more")}</Button>}
            </div>
          )}
        </Answered>
        <Radio.Group label={t("move.where", { place: way.at(-1)?.title ?? t("move.top") })} value={where} onChange={(v) => setWhere(v === "before" ? "before" : "last")}>
          <Stack gap="xs" mt={6}>
            <Radio value="last" label={t("move.last")} />
            {nodes.length > 0 && <Radio value="before" label={t("move.before")} />}
          </Stack>
        </Radio.Group>
        {where === "before" && <Select aria-label={t("move.before")} searchable value={before} onChange={setBefore} data={nodes.map((n) => ({ value: n.id, label: titleOf(n) }))} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{c("cancel")}</Button>
          <Action loading={move.isPending} reason={where === "before" && !before && t("move.choose")} onClick={() => move.mutate()}>{t("move.go")}</Action>
        </Group>
      </Stack>
    </Modal>
  );
}

const titleOf = (n: Node): string => labelIn({ ...(n.title[""] && { en: n.title[""] }), ...n.title }, language.get()) || n.key;

function useBranch(space: string, type: string, parent: string) {
  return useInfiniteQuery({
    queryKey: ["tree", space, type, parent],
    initialPageParam: "",
    queryFn: ({ pageParam }) => ask(api.GET("/api/v1/trees/{space}/{type}", { params: { path: { space, type }, query: { "page[size]": 100, ...(parent && { parent }), ...(pageParam && { "page[after]": pageParam }) } } })),
    getNextPageParam: (last) => last.page.next || undefined,
  });
}
