import { Alert, Button, Group, Modal, Stack, Text, Textarea, Title } from "@mantine/core";
import { IconChecklist } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, ask, ifMatch } from "../../api/client";
import { Problem } from "../../api/problem";
import type { ContentType } from "../../kit/model";
import { useNotify } from "../../kit/notify";
import { useNames } from "../../kit/people";
import { accessQuery } from "../../kit/permissions";
import { sayProblem } from "../../kit/problem-texts";
import { useMe } from "../../kit/session";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { Moment } from "../../kit/ui/moment";
import { Diff } from "./diff";
import type { Entry, EntryStore } from "./store";
import { texts as editing } from "./texts";
import { texts } from "./texts-publish";
import type { Reviewed } from "./underway";
import { useLanguages } from "./use-languages";

type Step = "approve" | "request-changes" | "withdraw";

interface Props {
  store: EntryStore;
  type: ContentType;
  reviewed: Reviewed;
}

/** ReviewLine says how far a review is. Who may approve decides here; who has submitted takes it back. */
export function ReviewLine({ store, type, reviewed }: Props) {
  const t = useTexts(texts);
  const me = useMe();
  const nameOf = useNames();
  const { list } = useLanguages();
  const entry = useStore(store.entry);
  const [deciding, setDeciding] = useState(false);
  const { review: r } = reviewed;
  const locales = list(reviewed.locales);
  const may = useQuery(accessQuery({ action: "approve", type: entry.type, site: entry.space, locale: reviewed.locales[0] ?? "" }));
  const step = useStep(store, reviewed.locales, () => undefined);
  const open = r.state === "open";
  const who = (id: string) => ({ name: nameOf(id), mine: String(id === me.id), locales });
  const said = r.state === "approved" ? t("review.approved", who(r.decidedBy ?? ""))
    : r.state === "changes-requested" ? t("review.changes", who(r.decidedBy ?? ""))
    : r.assignee === me.id ? t("review.asked.me", who(r.submittedBy))
    : r.assignee ? t("review.asked", { ...who(r.submittedBy), assignee: nameOf(r.assignee) })
    : t("review.asked.anybody", who(r.submittedBy));
  const words = open ? r.note : r.comment;
  return (
    <Alert color={r.state === "approved" ? "green" : r.state === "open" ? "blue" : "yellow"} icon={<IconChecklist />} className="p-underway">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <Text size="sm">{said} <Text span size="sm" c="dimmed"><Moment at={r.decidedAt ?? r.submittedAt} /></Text></Text>
          {words && <blockquote className="p-quoted" dir="auto">{words}</blockquote>}
        </div>
        {open && (
          <Group gap="xs" wrap="nowrap">
            {r.submittedBy === me.id && <Button size="compact-sm" variant="default" loading={step.isPending} onClick={() => step.mutate({ step: "withdraw", comment: "" })}>{t("withdraw")}</Button>}
            <Action size="compact-sm" reason={may.data?.allowed === false && t("review.denied")} onClick={() => setDeciding(true)}>{t("decide")}</Action>
          </Group>
        )}
      </Group>
      {deciding && <Decide store={store} type={type} reviewed={reviewed} onClose={() => setDeciding(false)} />}
    </Alert>
  );
}

/** Decide shows what the draft changes, and takes the decision about it. */
function Decide({ store, type, reviewed, onClose }: Props & { onClose: () => void }) {
  const t = useTexts(texts);
  const e = useTexts(editing);
  const c = useTexts(common);
  const me = useMe();
  const { list } = useLanguages();
  const entry = useStore(store.entry);
  const [comment, setComment] = useState("");
  const [flaw, setFlaw] = useState<string>();
  const step = useStep(store, reviewed.locales, onClose);
  const own = type.review && reviewed.review.submittedBy === me.id;
  const askForChanges = () => (comment.trim() === "" ? setFlaw(t("comment.missing")) : step.mutate({ step: "request-changes", comment }));
  const refused = step.error instanceof Problem && [403, 409].includes(step.error.status) ? ` (${step.error.message})` : "";
  return (
    <Modal opened onClose={onClose} size="lg" title={t("decide.title", { locales: list(reviewed.locales) })} closeButtonProps={{ "aria-label": c("close") }}>
      <Stack>
        {step.error && <Alert color="red" role="alert">{sayProblem(c, step.error)}{refused}</Alert>}
        <section className="p-changes" tabIndex={0} aria-label={e("publish.changes")}>
          <Title order={3} mb={6}>{e("publish.changes")}</Title>
          <Diff id={entry.id} type={type} from="published" to="draft" version={entry.version} locales={reviewed.locales} />
        </section>
        <Textarea
          label={t("comment")} description={t("comment.hint")} autosize minRows={2} maxRows={8} maxLength={2000} value={comment} error={flaw}
          onChange={(event) => {
            setComment(event.currentTarget.value);
            setFlaw(undefined);
          }}
        />
        <Group justify="flex-end">
          <Button variant="default" loading={step.isPending && step.variables.step === "request-changes"} onClick={askForChanges}>{t("ask")}</Button>
          <Action reason={own && t("approve.own")} loading={step.isPending && step.variables.step === "approve"} onClick={() => step.mutate({ step: "approve", comment })}>{t("approve")}</Action>
        </Group>
      </Stack>
    </Modal>
  );
}

/** useStep takes a step in a review. It is about the version that was read: where somebody saved meanwhile, the server refuses it. */
function useStep(store: EntryStore, locales: string[], onDone: () => void) {
  const t = useTexts(texts);
  const notify = useNotify();
  const queries = useQueryClient();
  const { list } = useLanguages();
  return useMutation({
    mutationFn: ({ step, comment }: { step: Step; comment: string }) => send(step, store.entry.get(), locales, comment.trim()),
    onSuccess: (next, { step }) => {
      store.adopt(next);
      void queries.invalidateQueries({ queryKey: ["reviews"] });
      void queries.invalidateQueries({ queryKey: ["entries"] });
      notify.done(step === "approve" ? t("approve.done", { locales: list(locales) }) : t(step === "withdraw" ? "withdraw.done" : "ask.done"));
      onDone();
    },
    onError: (error, { step }) => step === "withdraw" && notify.failed(error),
  });
}

function send(step: Step, entry: Entry, locales: string[], comment: string): Promise<Entry> {
  const params = { path: { id: entry.id }, header: ifMatch(entry.version) };
  const body = { locales, ...(comment && { comment }) };
  switch (step) {
    case "approve":
      return ask(api.POST("/api/v1/entries/{id}/approve", { params, body }));
    case "request-changes":
      return ask(api.POST("/api/v1/entries/{id}/request-changes", { params, body }));
    case "withdraw":
      return ask(api.POST("/api/v1/entries/{id}/withdraw", { params, body: { locales } }));
  }
}
