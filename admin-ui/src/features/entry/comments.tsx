import { Badge, Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, ask, idempotent, type Schemas } from "../../api/client";
import { useChanges } from "../../kit/events";
import { useNotify } from "../../kit/notify";
import { useNames } from "../../kit/people";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { Moment } from "../../kit/ui/moment";
import { Answered } from "../../kit/ui/states";
import type { EntryStore } from "./store";
import { texts } from "./texts";

type Comment = Schemas["CommentBody"];

/** Comments are what colleagues say about the entry, in threads. */
export default function Comments({ store }: { store: EntryStore }) {
  const t = useTexts(texts);
  const { id } = useStore(store.entry);
  const queries = useQueryClient();
  const key = ["comments", id];
  const list = useQuery({
    queryKey: key,
    queryFn: async () => (await ask(api.GET("/api/v1/entries/{id}/comments", { params: { path: { id }, query: { "page[size]": 100 } } }))).data ?? [],
  });
  useChanges({ onChange: (change) => change.subject === `entry/${id}` && change.action.startsWith("comment.") && void queries.invalidateQueries({ queryKey: key }) });
  return (
    <Stack>
      <Write id={id} />
      <Answered query={list}>
        {(all) => {
          const threads = all.filter((c) => c.thread === c.id || c.thread === "");
          if (threads.length === 0) return <Text size="sm" c="dimmed">{t("comment.none")}</Text>;
          return <>{threads.map((c) => <Thread key={c.id} id={id} first={c} rest={all.filter((o) => o.thread === c.id && o.id !== c.id)} />)}</>;
        }}
      </Answered>
    </Stack>
  );
}

function Thread({ id, first, rest }: { id: string; first: Comment; rest: Comment[] }) {
  const t = useTexts(texts);
  const notify = useNotify();
  const queries = useQueryClient();
  const [replying, setReplying] = useState(false);
  const params = { path: { id, comment: first.id } };
  const settle = useMutation({
    mutationFn: () => (first.resolvedAt ? ask(api.POST("/api/v1/entries/{id}/comments/{comment}/reopen", { params })) : ask(api.POST("/api/v1/entries/{id}/comments/{comment}/resolve", { params }))),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["comments", id] }),
    onError: notify.failed,
  });
  return (
    <article className="p-thread" data-resolved={first.resolvedAt ? true : undefined}>
      {[first, ...rest].map((c) => <One key={c.id} comment={c} />)}
      <Group gap="xs" mt={6}>
        {first.resolvedAt && <Badge color="green">{t("comment.resolved")}</Badge>}
        {!first.resolvedAt && <Button size="compact-sm" variant="subtle" onClick={() => setReplying(!replying)}>{t("comment.reply")}</Button>}
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => settle.mutate()}>{t(first.resolvedAt ? "comment.reopen" : "comment.resolve")}</Button>
      </Group>
      {replying && <Write id={id} thread={first.id} onDone={() => setReplying(false)} />}
    </article>
  );
}

function One({ comment }: { comment: Comment }) {
  const t = useTexts(texts);
  const nameOf = useNames();
  return (
    <div>
      <Text size="xs" c="dimmed"><Text span fw={600} c="var(--mantine-color-text)">{nameOf(comment.author)}</Text> · <Moment at={comment.createdAt} /></Text>
      <Text size="sm" className="p-said" dir="auto">{comment.deletedAt ? t("comment.deleted") : comment.body}</Text>
    </div>
  );
}

function Write({ id, thread, onDone }: { id: string; thread?: string; onDone?: () => void }) {
  const t = useTexts(texts);
  const notify = useNotify();
  const queries = useQueryClient();
  const [body, setBody] = useState("");
  const send = useMutation({
    mutationFn: () => ask(api.POST("/api/v1/entries/{id}/comments", { params: { path: { id } }, body: { body: body.trim(), ...(thread && { thread }) }, headers: idempotent() })),
    onSuccess: () => {
      setBody("");
      onDone?.();
      return queries.invalidateQueries({ queryKey: ["comments", id] });
    },
    onError: notify.failed,
  });
  return (
    <Stack gap={6}>
      <Textarea aria-label={t("comment.new")} placeholder={t("comment.new")} autosize minRows={2} maxRows={8} maxLength={5000} value={body} onChange={(e) => setBody(e.currentTarget.value)} />
      {body.trim() !== "" && <Group justify="flex-end"><Button size="sm" loading={send.isPending} onClick={() => send.mutate()}>{t("comment.add")}</Button></Group>}
    </Stack>
  );
}
