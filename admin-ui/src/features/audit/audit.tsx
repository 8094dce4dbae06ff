import { Alert, Button, Group, Select, Text, TextInput, Title } from "@mantine/core";
import { IconAlertTriangle, IconDownload, IconHistory } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { FormattedDate, FormattedTime, useIntl } from "react-intl";
import { useChanges } from "../../kit/events";
import { sitesQuery } from "../../kit/model";
import { peopleQuery, useNames } from "../../kit/people";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Chart } from "../../kit/ui/chart";
import { Day } from "../../kit/ui/day";
import { Page } from "../../kit/ui/page";
import { Failed, Loading, Note } from "../../kit/ui/states";
import { LineDrawer } from "./line-drawer";
import { briefly, chainOf, groups, type Line, perDay } from "./lines";
import { exportAddress, useActivity, useAudit } from "./query";
import { texts } from "./texts";
import { useWords } from "./words";

const route = getRouteApi("/audit");

/** AuditPage shows who did what. */
export default function AuditPage() {
  const t = useTexts(texts);
  const search = route.useSearch();
  const save = <Button component="a" href={exportAddress(search)} download="audit.ndjson" variant="default" leftSection={<IconDownload size={16} />}>{t("export")}</Button>;
  return <Page title={t("audit")} lead={t("lead")} actions={save}><Timeline /></Page>;
}

function Timeline() {
  const t = useTexts(texts);
  const c = useTexts(common);
  const search = route.useSearch();
  const queries = useQueryClient();
  const list = useAudit(search);
  const [chosen, setChosen] = useState<Line>();
  useChanges({ onChange: () => void queries.invalidateQueries({ queryKey: ["audit"] }) });
  const lines = useMemo(() => list.data?.pages.flatMap((p) => p.data ?? []) ?? [], [list.data]);
  return (
    <>
      <Charts />
      <section className="p-card">
        <Filters />
        {list.error && <Failed error={list.error} onRetry={() => void list.refetch()} />}
        {list.isPending && <Loading />}
        {list.data && lines.length === 0 && <Note icon={IconHistory} title={t("empty")}>{t("empty.help")}</Note>}
        <Days lines={lines} onChoose={setChosen} />
        {list.hasNextPage && <Group p="md"><Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{c("more")}</Button></Group>}
        {lines.length > 1 && <ChainResult lines={lines} />}
      </section>
      {chosen && <LineDrawer line={chosen} onClose={() => setChosen(undefined)} />}
    </>
  );
}

function Charts() {
  const t = useTexts(texts);
  const c = useTexts(common);
  const intl = useIntl();
  const activity = useActivity(route.useSearch());
  const sites = useQuery(sitesQuery).data;
  const days = useMemo(() => (activity.data ? perDay(activity.data) : []), [activity.data]);
  if (activity.error) return <Alert color="yellow" mb="md">{t("chart.failed")}</Alert>;
  if (!activity.data) return null;
  const date = (day: string) => intl.formatDate(`${day}T12:00:00`, { day: "numeric", month: "short" });
  const of = t("chart.range", { n: activity.data.lines, from: date(activity.data.from), to: date(activity.data.to) });
  const used = groups.map((_, i) => i).filter((i) => days.some((d) => (d.values[i] ?? 0) > 0));
  const per = (activity.data.sites ?? []).slice(0, 8);
  return (
    <div className="p-charts">
      <section className="p-card p-pad">
        <Title order={2}>{t("chart.activity")}</Title>
        <Text size="sm" c="dimmed" mb="sm">{of}</Text>
        <Chart
          kind="time" label={t("chart.activity")} of={t("chart.day")} series={used.map((i) => t(`group.${groups[i] ?? "other"}`))} colours={used}
          rows={days.map((d) => ({ key: d.day, label: date(d.day), values: used.map((i) => d.values[i] ?? 0) }))}
        />
      </section>
      <section className="p-card p-pad">
        <Title order={2}>{t("chart.publications")}</Title>
        <Text size="sm" c="dimmed" mb="sm">{of}</Text>
        {per.length === 0 ? <Text size="sm">{t("chart.publications.none")}</Text> : (
          <Chart
            kind="names" label={t("chart.publications")} of={t("site")} series={[t("chart.publications")]}
            rows={per.map((p) => ({ key: p.site, label: p.site === "shared" ? c("where.shared") : (sites?.find((s) => s.key === p.site)?.name ?? p.site), values: [p.publications] }))}
          />
        )}
      </section>
    </div>
  );
}

const usual = [
  "entry.save", "entry.publish", "entry.unpublish", "entry.create", "entry.trash", "menu.save", "menu.publish", "site.save",
  "session.create", "session.refused", "account.invite", "account.roles", "key.create", "settings.save", "content-release.publish",
];

function Filters() {
  const t = useTexts(texts);
  const search = route.useSearch();
  const go = route.useNavigate();
  const say = useWords();
  const people = useQuery(peopleQuery).data ?? [];
  const sites = useQuery(sitesQuery).data ?? [];
  const put = (patch: Partial<typeof search>) => {
    const next = Object.fromEntries(Object.entries({ ...search, ...patch }).filter(([, v]) => v));
    void go({ search: next, replace: true });
  };
  const actions = [...new Set([...usual, ...(search.action ? [search.action] : [])])];
  return (
    <div className="p-filters" role="search" aria-label={t("audit")}>
      <Select label={t("actor")} data={people.map((p) => ({ value: p.id, label: p.name }))} value={search.actor ?? null} clearable searchable onChange={(v) => put({ actor: v ?? "" })} />
      <Select label={t("action")} data={actions.map((a) => ({ value: a, label: say(a) }))} value={search.action ?? null} clearable searchable onChange={(v) => put({ action: v ?? "" })} />
      <Select label={t("site")} data={sites.map((s) => ({ value: s.key, label: s.name }))} value={search.site ?? null} clearable searchable onChange={(v) => put({ site: v ?? "" })} />
      <Subject key={search.subject ?? ""} value={search.subject ?? ""} onDone={(subject) => put({ subject })} />
      <Day label={t("since")} value={search.since ?? ""} max={search.until} onChange={(since) => put({ since })} />
      <Day label={t("until")} value={search.until ?? ""} min={search.since} onChange={(until) => put({ until })} />
      {Object.keys(search).length > 0 && <Button variant="default" onClick={() => void go({ search: {} })} mt={24}>{t("clear")}</Button>}
    </div>
  );
}

function Subject({ value, onDone }: { value: string; onDone: (next: string) => void }) {
  const t = useTexts(texts);
  const [text, setText] = useState(value);
  const done = () => text.trim() !== value && onDone(text.trim());
  return (
    <TextInput
      label={t("subject")} placeholder={t("subject.hint")} maxLength={200} value={text} onChange={(e) => setText(e.currentTarget.value)} onBlur={done}
      onKeyDown={(e) => e.key === "Enter" && done()}
    />
  );
}

function Days({ lines, onChoose }: { lines: Line[]; onChoose: (line: Line) => void }) {
  const days = new Map<string, Line[]>();
  for (const line of lines) {
    const day = new Date(line.at).toDateString();
    days.set(day, [...(days.get(day) ?? []), line]);
  }
  return [...days].map(([day, list]) => (
    <section key={day}>
      <h2 className="p-day"><FormattedDate value={list[0]?.at} dateStyle="full" /></h2>
      <ul className="p-lines">{list.map((l) => <One key={l.number} line={l} onChoose={onChoose} />)}</ul>
    </section>
  ));
}

function One({ line, onChoose }: { line: Line; onChoose: (line: Line) => void }) {
  const name = useNames();
  const say = useWords();
  return (
    <li>
      <button type="button" className="p-line" onClick={() => onChoose(line)} aria-haspopup="dialog">
        <span className="p-line-time"><FormattedTime value={line.at} /></span>
        <span className="p-line-what"><b>{say(line.action)}</b> <Text span size="sm" c="dimmed">{briefly(line.subject)}</Text></span>
        <Text span size="sm">{name(line.actor)}</Text>
      </button>
    </li>
  );
}

function ChainResult({ lines }: { lines: Line[] }) {
  const t = useTexts(texts);
  const chain = useMemo(() => chainOf(lines), [lines]);
  if (chain.broken !== undefined) return <Alert m="md" color="red" icon={<IconAlertTriangle />} role="alert">{t("chain.broken", { number: chain.broken })}</Alert>;
  if (chain.pairs === 0) return null;
  return <Text size="sm" c="dimmed" p="md" role="status">{t("chain.fine", { n: chain.pairs })}</Text>;
}
