import { ActionIcon, Badge, Button, Group, Stack, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, ask, idempotent } from "../../api/client";
import { Problem } from "../../api/problem";
import { useNotify } from "../../kit/notify";
import { peopleQuery, useNames } from "../../kit/people";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { Avatar } from "../../kit/ui/avatar";
import { Moment } from "../../kit/ui/moment";
import { Answered } from "../../kit/ui/states";
import { useEditing } from "./context";
import { useFieldName } from "./field-name";
import { jump } from "./jump";
import { MentionArea } from "./mention-area";
import { mentionedIn, type Person, piecesOf } from "./mentions-in";
import type { EntryStore } from "./store";
import { texts } from "./texts";
import { begins, type Comment, isAt, useMayDiscuss, useThreads } from "./use-threads";

interface Props {
  store: EntryStore;
  /** Pointer of the field that is talked about; none is the entry with all of them. */
  field: string | undefined;
  onField: (field: string | undefined) => void;
}

/** Comments are what colleagues say about the entry or one of its fields, in threads; those that are settled stand last. */
export default function Comments({ store, field, onField }: Props) {
  const t = useTexts(texts);
  const { type, locale } = useEditing();
  const entry = useStore(store.entry);
  const { list } = useThreads(entry.id);
  const nameOf = useFieldName(type);
  const may = useMayDiscuss(entry, locale);
  const tag = field?.split("/")[1] === "locales" ? field.split("/")[2] : undefined;
  const unwritten = tag !== undefined && entry.locales[tag] === undefined;
  return (
    <Stack data-about={field}>
      {field && (
        <div className="p-about">
          <Text size="sm" className="p-grow">{t.rich("comment.about", { field: <strong>{nameOf(field)}</strong> })}</Text>
          <ActionIcon aria-label={t("comment.all")} title={t("comment.all")} onClick={() => onField(undefined)}><IconX size={16} /></ActionIcon>
        </div>
      )}
      {!may ? <Text size="sm" c="dimmed">{t("comment.denied")}</Text> : unwritten ? <Text size="sm" c="dimmed">{t("comment.unwritten")}</Text> : <Write key={field ?? ""} id={entry.id} pointer={field} />}
      <Answered query={list}>
        {(all) => {
          const threads = all.filter((c) => begins(c) && (!field || isAt(c, field))).sort((a, b) => Number(Boolean(a.resolvedAt)) - Number(Boolean(b.resolvedAt)));
          if (threads.length === 0) return <Text size="sm" c="dimmed">{t(field ? "comment.none.field" : "comment.none")}</Text>;
          return <>{threads.map((c) => <Thread key={c.id} id={entry.id} first={c} rest={all.filter((o) => o.thread === c.id && o.id !== c.id)} placed={!field} may={may} />)}</>;
        }}
      </Answered>
    </Stack>
  );
}

interface ThreadProps {
  id: string;
  first: Comment;
  rest: Comment[];
  /** Says which field it is about. */
  placed: boolean;
  may: boolean;
}

function Thread({ id, first, rest, placed, may }: ThreadProps) {
  const t = useTexts(texts);
  const { type } = useEditing();
  const notify = useNotify();
  const queries = useQueryClient();
  const nameOf = useFieldName(type);
  const [replying, setReplying] = useState(false);
  const params = { path: { id, comment: first.id } };
  const settle = useMutation({
    mutationFn: () => (first.resolvedAt ? ask(api.POST("/api/v1/entries/{id}/comments/{comment}/reopen", { params })) : ask(api.POST("/api/v1/entries/{id}/comments/{comment}/resolve", { params }))),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["comments", id] }),
    onError: notify.failed,
  });
  const { pointer } = first;
  return (
    <article className="p-thread" data-resolved={first.resolvedAt ? true : undefined}>
      {placed && pointer && <div><button type="button" className="p-jump" title={t("check.jump", { field: nameOf(pointer) })} onClick={() => jump(pointer)}>{nameOf(pointer)}</button></div>}
      {[first, ...rest].map((c) => <One key={c.id} comment={c} />)}
      <Group gap="xs" mt={6}>
        {first.resolvedAt && <Badge color="green">{t("comment.resolved")}</Badge>}
        {may && !first.resolvedAt && <Button size="compact-sm" variant="subtle" onClick={() => setReplying(!replying)}>{t("comment.reply")}</Button>}
        {may && <Button size="compact-sm" variant="subtle" color="gray" onClick={() => settle.mutate()}>{t(first.resolvedAt ? "comment.reopen" : "comment.resolve")}</Button>}
      </Group>
      {replying && <Write id={id} thread={first.id} onDone={() => setReplying(false)} />}
    </article>
  );
}

function One({ comment: c }: { comment: Comment }) {
  const t = useTexts(texts);
  const nameOf = useNames();
  const people = useQuery(peopleQuery).data ?? [];
  const called = people.filter((p) => c.mentions?.includes(p.id)).map((p) => p.name);
  return (
    <div className="p-comment">
      <Avatar id={c.author} name={people.find((p) => p.id === c.author)?.name ?? nameOf(c.author)} />
      <div className="p-grow">
        <Text size="xs" c="dimmed"><Text span fw={600} c="var(--mantine-color-text)">{nameOf(c.author)}</Text> · <Moment at={c.createdAt} /></Text>
        {c.deletedAt ? <Text size="sm" c="dimmed">{t("comment.deleted")}</Text> : (
          // eslint-disable-next-line react/no-array-index-key -- pieces of a text have no other identity
          <Text size="sm" className="p-said" dir="auto">{piecesOf(c.body, called).map((p, i) => (p.mention ? <strong key={i} className="p-called">{p.text}</strong> : p.text))}</Text>
        )}
      </div>
    </div>
  );
}

function Write({ id, thread, pointer, onDone }: { id: string; thread?: string; pointer?: string | undefined; onDone?: () => void }) {
  const t = useTexts(texts);
  const notify = useNotify();
  const queries = useQueryClient();
  const [body, setBody] = useState("");
  const [chosen, setChosen] = useState<Person[]>([]);
  const send = useMutation({
    mutationFn: () => ask(api.POST("/api/v1/entries/{id}/comments", {
      params: { path: { id } }, headers: idempotent(),
      body: { body: body.trim(), mentions: mentionedIn(body, chosen), ...(thread && { thread }), ...(pointer && { pointer }) },
    })),
    onSuccess: () => {
      setBody("");
      setChosen([]);
      onDone?.();
      return queries.invalidateQueries({ queryKey: ["comments", id] });
    },
    onError: (error) => {
      if (error instanceof Problem && error.items.some((i) => i.code === "bad_mention")) notify.wrong(t("mention.denied"));
      else notify.failed(error);
    },
  });
  return (
    <Stack gap={6}>
      <MentionArea label={t(thread ? "comment.reply.new" : "comment.new")} value={body} onChange={setBody} onMention={(p) => setChosen((old) => [...old, p])} />
      {body.trim() !== "" && <Group justify="flex-end"><Button size="sm" loading={send.isPending} onClick={() => send.mutate()}>{t("comment.add")}</Button></Group>}
    </Stack>
  );
}
