import { Alert, Button, Checkbox, Group, Modal, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, ask } from "../../api/client";
import { Problem } from "../../api/problem";
import type { ContentType } from "../../kit/model";
import { accessQuery } from "../../kit/permissions";
import { sayItem } from "../../kit/item-texts";
import { sayProblem } from "../../kit/problem-texts";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { When } from "../../kit/ui/when";
import { StatusBadge } from "../content/index";
import { Diff } from "./diff";
import { type How, Problems } from "./publish";
import { type Ask, AskReview, ChooseRelease, type Into } from "./publish-fields";
import type { Entry, EntryStore } from "./store";
import { texts } from "./texts";
import { texts as publishing } from "./texts-publish";
import { approved, waiting } from "./underway";
import { useLanguages } from "./use-languages";
import { usePublish } from "./use-publish";

interface Props {
  store: EntryStore;
  type: ContentType;
  title: string;
  locales: string[];
  how: How;
  /** The locales that are chosen at first. */
  start: string[];
  onClose: () => void;
}

/** PublishDialog asks what goes out and how, and shows what that changes, field by field. */
export default function PublishDialog({ store, type, title, locales, how: first, start, onClose }: Props) {
  const t = useTexts(texts);
  const p = useTexts(publishing);
  const c = useTexts(common);
  const entry = useStore(store.entry);
  const written = locales.filter((l) => entry.locales[l] !== undefined);
  const [chosen, setChosen] = useState(() => start.filter((l) => written.includes(l)));
  const [wanted, setHow] = useState(first);
  const [at, setAt] = useState("");
  const [opened] = useState(() => new Date());
  const [question, setQuestion] = useState<Ask>({ assignee: "", note: "" });
  const [into, setInto] = useState<Into>({ id: "", name: "" });
  const unreviewed = type.review && !chosen.every((l) => approved(entry, l));
  const able: How[] = unreviewed ? ["review", "release"] : ["now", "later", "release", "review"];
  const how = able.includes(wanted) ? wanted : "review";
  const problems = useProblems(entry, chosen);
  const denied = useDenied(entry, chosen, how);
  const act = usePublish({ store, how, locales: chosen, at, question, into, onDone: onClose });
  const stop = stopOf();
  const unseen = written.every((l) => !waiting(entry, l));
  return (
    <Modal opened onClose={onClose} size="lg" title={t("publish.title", { title })} closeButtonProps={{ "aria-label": c("close") }}>
      <Stack>
        {unreviewed && <Alert color="blue">{t("publish.review")}</Alert>}
        <Refused error={act.error} />
        {unseen && <Text c="dimmed">{t("publish.nothing")}</Text>}
        <SegmentedControl fullWidth aria-label={p("when")} value={how} onChange={(v) => setHow(v as How)} data={able.map((value) => ({ value, label: p(`how.${value}`) }))} />
        <Languages entry={entry} tags={written} chosen={chosen} choose={setChosen} />
        {how === "later" && <When label={p("when")} value={at} onChange={setAt} future error={flawAt(act.error, "/at", (i) => sayItem(c, i))} />}
        {how === "review" && <AskReview entry={entry.id} locales={chosen} value={question} onChange={setQuestion} flaw={flawAt(act.error, "/assignee", (i) => sayItem(c, i))} />}
        {how === "release" && <ChooseRelease entry={entry.id} value={into} onChange={setInto} />}
        {problems.length > 0 && (
          <Alert color={how === "release" ? "yellow" : "red"} title={how === "release" ? p("release.problems") : t("publish.stops")}>
            <Problems problems={problems} type={type} onJump={onClose} />
          </Alert>
        )}
        <section className="p-changes" tabIndex={0} aria-label={t("publish.changes")}>
          <Title order={3} mb={6}>{t("publish.changes")}</Title>
          <Diff id={entry.id} type={type} from="published" to="draft" version={entry.version} locales={chosen} />
        </section>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{c("cancel")}</Button>
          <Action onClick={() => act.mutate()} loading={act.isPending} reason={stop} data-autofocus>{how === "review" ? t("publish.submit") : how === "release" ? p("release.add") : t("publish")}</Action>
        </Group>
      </Stack>
    </Modal>
  );

  /** stopOf says why it cannot be done as it stands in the dialog. */
  function stopOf(): string | false {
    if (chosen.length === 0) return t("publish.none");
    if (denied) return how === "review" ? p("submit.denied") : how === "release" ? p("update.denied") : t("publish.denied");
    if (how === "release") return into.id === "" && into.name.trim() === "" && p("release.missing");
    if (problems.length > 0) return t("publish.stops");
    return how === "later" && (at === "" || new Date(at) <= opened) && t("publish.when.past");
  }
}

/** Languages chooses among those that are written, each with its state; all that readers do not see yet at once. */
function Languages({ entry, tags, chosen, choose }: { entry: Entry; tags: string[]; chosen: string[]; choose: (tags: string[]) => void }) {
  const t = useTexts(texts);
  const { name } = useLanguages();
  const toggle = (tag: string, on: boolean) => choose(tags.filter((l) => (l === tag ? on : chosen.includes(l))));
  return (
    <Checkbox.Group label={t("publish.locales")} value={chosen}>
      <div className="p-langs">
        {tags.map((l) => (
          <Group key={l} gap={8} wrap="nowrap">
            <Checkbox value={l} label={name(l)} onChange={(e) => toggle(l, e.currentTarget.checked)} />
            <StatusBadge status={entry.status[l] ?? "draft"} />
          </Group>
        ))}
      </div>
    </Checkbox.Group>
  );
}

function Refused({ error }: { error: unknown }) {
  const c = useTexts(common);
  if (!error) return null;
  const items = error instanceof Problem ? error.items.filter((i) => !["/at", "/assignee"].includes(i.pointer ?? "")) : [];
  const own = error instanceof Problem && error.status === 409 && items.length === 0 ? error.message : "";
  return <Alert color="red" role="alert">{[sayProblem(c, error), own, ...items.map((i) => sayItem(c, i))].join(" ")}</Alert>;
}

/** flawAt gives what the server says of one field of the dialog. */
function flawAt(error: unknown, pointer: string, say: (item: Problem["items"][number]) => string): string | undefined {
  const item = error instanceof Problem ? error.items.find((i) => i.pointer === pointer) : undefined;
  return item && say(item);
}

/** useProblems asks what stands in the way of publishing some locales. */
function useProblems(entry: Entry, locales: string[]) {
  const check = useQuery({
    queryKey: ["entry-check", entry.id, entry.version, "publish", locales],
    queryFn: async () => (await ask(api.GET("/api/v1/entries/{id}/check", { params: { path: { id: entry.id }, query: { locales } }, querySerializer: () => `locales=${locales.join(",")}` }))).problems ?? [],
    enabled: locales.length > 0,
  });
  return locales.length > 0 ? (check.data ?? []) : [];
}

/** useDenied says whether the person may not do it in one of the locales. */
function useDenied(entry: Entry, locales: string[], how: How): boolean {
  const action = how === "review" ? "submit" : how === "release" ? "update" : "publish";
  const answers = useQueries({ queries: locales.map((locale) => accessQuery({ action, type: entry.type, site: entry.space, locale })) });
  return answers.some((q) => q.data?.allowed === false);
}
