import { Alert, Badge, Button, Group, Stack, Text, Textarea, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, ask, ifMatch, type Schemas } from "../../api/client";
import { Problem } from "../../api/problem";
import { typeQuery } from "../../kit/model";
import { useNotify } from "../../kit/notify";
import { useNames } from "../../kit/people";
import { useMay } from "../../kit/permissions";
import { sayProblem } from "../../kit/problem-texts";
import { useMe } from "../../kit/session";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { EntryLink } from "../../kit/ui/entry-link";
import { Moment } from "../../kit/ui/moment";
import { Answered, Loading } from "../../kit/ui/states";
import { Changes } from "./changes";
import { type Review, titleOf } from "./reviews";
import { texts } from "./texts";

type Entry = Schemas["EntryBody"];
type Step = "approve" | "request-changes" | "withdraw";

/** Decision shows what a draft changes, and takes the decision. It is about what is on the screen: a draft that somebody saves
    meanwhile is refused by its version, and shown anew. So it is always asked for: one that was read a moment ago may have been
    changed and sent again since, and its version would be refused. */
export function Decision({ review, onDecided }: { review: Review; onDecided: () => void }) {
  const t = useTexts(texts);
  const { entry, locale } = review;
  const params = { path: { id: entry.id } };
  const state = useQuery({ queryKey: ["entry", entry.id], queryFn: () => ask(api.GET("/api/v1/entries/{id}", { params })), staleTime: 0 });
  const diff = useQuery({
    queryKey: ["entry", entry.id, "diff", state.data?.version],
    queryFn: () => ask(api.GET("/api/v1/entries/{id}/diff", { params: { ...params, query: { from: "published", to: "draft" } } })),
    enabled: state.isFetchedAfterMount && state.data !== undefined,
  });
  const type = useQuery(typeQuery(entry.type)).data;
  return (
    <div className="p-stack">
      <section className="p-card p-pad">
        <Head review={review} />
        {state.isFetchedAfterMount
          ? <Answered query={state}>{(s) => <Steps review={review} entry={s} onDecided={onDecided} />}</Answered>
          : <Loading />}
      </section>
      <section className="p-card p-pad">
        <Title order={2} mb="sm">{t("changes")}</Title>
        <Answered query={diff}>
          {({ data }) => <Changes list={(data ?? []).filter((d) => !d.locale || d.locale === locale)} type={type} />}
        </Answered>
      </section>
    </div>
  );
}

function Head({ review }: { review: Review }) {
  const t = useTexts(texts);
  const me = useMe();
  const name = useNames();
  const { entry, locale, review: r } = review;
  const asked = r.assignee === me.id ? t("asked.you") : r.assignee ? t("asked", { name: name(r.assignee) }) : t("asked.anybody");
  return (
    <>
      <Group justify="space-between" align="flex-start" mb="sm">
        <div>
          <Title order={2} dir="auto">{titleOf(review)}</Title>
          <Text size="sm" c="dimmed">{t("submitted", { name: name(r.submittedBy) })}, <Moment at={r.submittedAt} /></Text>
        </div>
        <Group gap="xs"><Badge color="gray">{locale}</Badge><Badge color={r.assignee === me.id ? undefined : "gray"}>{asked}</Badge></Group>
      </Group>
      {r.note && <blockquote className="p-quote"><Text size="xs" c="dimmed">{t("note", { name: name(r.submittedBy) })}</Text>{r.note}</blockquote>}
      <Group gap="md" mb="md">
        <EntryLink id={entry.id} locale={locale} className="p-link">{t("open")}</EntryLink>
        <EntryLink id={entry.id} locale={locale} panel="comments" className="p-link">{t("comments.open")}</EntryLink>
      </Group>
    </>
  );
}

function Steps({ review, entry, onDecided }: { review: Review; entry: Entry; onDecided: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const me = useMe();
  const name = useNames();
  const notify = useNotify();
  const queries = useQueryClient();
  const [comment, setComment] = useState("");
  const [flaw, setFlaw] = useState<string>();
  const { locale, review: r } = review;
  const may = useMay({ action: "approve", type: entry.type, site: entry.space, locale });
  const type = useQuery(typeQuery(entry.type)).data;
  const own = r.submittedBy === me.id;
  const reason = may.known && !may.allowed && c("error.403");
  const take = useMutation({
    mutationFn: (step: Step) => send(step, entry, locale, comment),
    onSuccess: (_, step) => {
      notify.done(t(({ approve: "approve.done", "request-changes": "ask.done", withdraw: "withdraw.done" } as const)[step], { title: titleOf(review), locale, name: name(r.submittedBy) }));
      void queries.invalidateQueries({ queryKey: ["reviews"] });
      onDecided();
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: ["entry", entry.id] }),
  });
  const askForChanges = () => (comment.trim() === "" ? setFlaw(t("comment.missing")) : take.mutate("request-changes"));
  return (
    <Stack gap="sm">
      {entry.version !== r.version && <Alert color="yellow">{t("later")}</Alert>}
      {take.error && <Alert color="red" role="alert">{sayRefusal(take.error, sayProblem(c, take.error))}</Alert>}
      <Textarea
        label={t("comment")} description={t("comment.hint")} autosize minRows={2} maxRows={8} maxLength={2000} value={comment} error={flaw}
        onChange={(event) => {
          setComment(event.currentTarget.value);
          setFlaw(undefined);
        }}
      />
      <Group gap="xs">
        <Action reason={reason || (own && type?.review && t("fourEyes"))} loading={take.isPending && take.variables === "approve"} onClick={() => take.mutate("approve")}>{t("approve")}</Action>
        <Action variant="default" reason={reason} loading={take.isPending && take.variables === "request-changes"} onClick={askForChanges}>{t("ask")}</Action>
        {own && <Button variant="default" loading={take.isPending && take.variables === "withdraw"} onClick={() => take.mutate("withdraw")}>{t("withdraw")}</Button>}
      </Group>
    </Stack>
  );
}

function send(step: Step, entry: Entry, locale: string, text: string): Promise<Entry> {
  const params = { path: { id: entry.id }, header: ifMatch(entry.version) };
  const comment = text.trim();
  const body = { locales: [locale], ...(comment && { comment }) };
  switch (step) {
    case "approve":
      return ask(api.POST("/api/v1/entries/{id}/approve", { params, body }));
    case "request-changes":
      return ask(api.POST("/api/v1/entries/{id}/request-changes", { params, body }));
    case "withdraw":
      return ask(api.POST("/api/v1/entries/{id}/withdraw", { params, body: { locales: [locale] } }));
  }
}

/** sayRefusal adds the server's own sentence where it tells why a decision is not theirs. */
function sayRefusal(error: unknown, said: string): string {
  const own = error instanceof Problem && (error.status === 403 || error.status === 409) ? error.message : "";
  return own ? `${said} (${own})` : said;
}
