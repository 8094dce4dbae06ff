import { Badge, Text, Title } from "@mantine/core";
import { useQueries, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useIntl } from "react-intl";
import { api, ask, type Schemas } from "../../api/client";
import { language } from "../../kit/language";
import { type ContentType, sitesQuery, typeQuery, typesQuery } from "../../kit/model";
import { useNames } from "../../kit/people";
import { titleOf } from "../../kit/search";
import { useMe } from "../../kit/session";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Moment } from "../../kit/ui/moment";
import { Page } from "../../kit/ui/page";
import { Failed, Loading } from "../../kit/ui/states";
import { StatusBadge } from "../content/index";
import { Mentions } from "../entry/index";
import { texts } from "./texts";

/** Home is where a day begins: what waits for the person, and how the sites are doing. */
export default function Home() {
  const t = useTexts(texts);
  const me = useMe();
  return (
    <Page title={t("welcome", { name: me.name })} lead={t("lead")}>
      <div className="p-cards">
        <div><Drafts /><Assigned /><Mentions /><Scheduled /></div>
        <Translations />
        <Sites />
      </div>
    </Page>
  );
}

interface CardProps {
  title: string;
  query: { isPending: boolean; error: unknown };
  empty: string;
  wide?: boolean;
  children: ReactNode[];
}

/** Card shows a few rows of something, or that there are none. */
function Card({ title, query, empty, wide, children }: CardProps) {
  return (
    <section className="p-card p-home" aria-label={title} data-wide={wide || undefined}>
      <Title order={2}>{title}</Title>
      {query.error ? <Failed error={query.error} /> : query.isPending ? <Loading /> : children.length === 0 ? <Text c="dimmed" size="sm">{empty}</Text> : <ul>{children}</ul>}
    </section>
  );
}

interface Row {
  id: string;
  key: string;
  space: string;
  updatedAt: string;
  fields: Record<string, unknown>;
  meta: { status?: string; scheduledAt?: string };
}

/** useEntries asks the same of every content type, and gives the newest rows of all. */
function useEntries(name: string, filter: object, able: (type: ContentType) => boolean = () => true) {
  const locale = useStore(language);
  const list = useQuery(typesQuery);
  const types = useQueries({ queries: (list.data ?? []).map((one) => typeQuery(one.name)) });
  const known = types.map((q) => q.data).filter((type): type is ContentType => type !== undefined && able(type));
  const answers = useQueries({
    queries: known.map((type) => ({
      queryKey: ["entries", "home", name, type.name, locale],
      queryFn: async () => {
        const { data } = await ask(api.POST("/api/v1/entries/query", { body: { type: type.name, locale, page: { size: 8 }, sort: ["-updatedAt"], fields: [type.title], filter } as never }));
        return (data ?? []).map((row) => ({ row: row as unknown as Row, type }));
      },
    })),
  });
  const rows = answers.flatMap((a) => a.data ?? []).sort((a, b) => b.row.updatedAt.localeCompare(a.row.updatedAt));
  return { rows, query: { isPending: list.isPending || answers.some((a) => a.isPending), error: list.error ?? answers.find((a) => a.error)?.error } };
}

function Drafts() {
  const t = useTexts(texts);
  const me = useMe();
  const ui = useStore(language);
  const { rows, query } = useEntries("drafts", { and: [{ updatedBy: me.id }, { status: { in: ["draft", "changed", "in-review"] } }] });
  return (
    <Card title={t("drafts")} query={query} empty={t("drafts.none")}>
      {rows.slice(0, 8).map(({ row, type }) => (
        <li key={row.id}>
          <span className="p-grow">
            <Link to="/content/$id" params={{ id: row.id }} className="p-title" dir="auto">{titleOf(row, type.title)}</Link>
            <Text size="xs" c="dimmed">{labelIn(type.label, ui)} · <Moment at={row.updatedAt} /></Text>
          </span>
          {row.meta.status && <StatusBadge status={row.meta.status} />}
        </li>
      ))}
    </Card>
  );
}

function Assigned() {
  const t = useTexts(texts);
  const nameOf = useNames();
  const query = useQuery({ queryKey: ["reviews", "me"], queryFn: async () => (await ask(api.GET("/api/v1/reviews", { params: { query: { assignee: "me" } } }))).data ?? [] });
  return (
    <Card title={t("assigned")} query={query} empty={t("assigned.none")}>
      {(query.data ?? []).slice(0, 8).map((r: Schemas["ReviewBody"]) => (
        <li key={`${r.entry.id} ${r.locale}`}>
          <span className="p-grow">
            <Link to="/content/$id" params={{ id: r.entry.id }} search={{ locale: r.locale }} className="p-title" dir="auto">{r.entry.title || r.entry.key}</Link>
            <Text size="xs" c="dimmed">{t("assigned.by", { name: nameOf(r.review.submittedBy), locale: r.locale })}</Text>
          </span>
          <StatusBadge status="in-review" />
        </li>
      ))}
    </Card>
  );
}

function Scheduled() {
  const t = useTexts(texts);
  const ui = useStore(language);
  const { rows, query } = useEntries("scheduled", { status: "scheduled" });
  return (
    <Card title={t("scheduled")} query={query} empty={t("scheduled.none")}>
      {rows.slice(0, 8).map(({ row, type }) => (
        <li key={row.id}>
          <span className="p-grow">
            <Link to="/content/$id" params={{ id: row.id }} className="p-title" dir="auto">{titleOf(row, type.title)}</Link>
            <Text size="xs" c="dimmed">{labelIn(type.label, ui)}{row.meta.scheduledAt && <> · <Moment at={row.meta.scheduledAt} /></>}</Text>
          </span>
        </li>
      ))}
    </Card>
  );
}

function Translations() {
  const t = useTexts(texts);
  const ui = useStore(language);
  const intl = useIntl();
  const c = useTexts(common);
  const sites = useQuery(sitesQuery);
  const types = useQuery(typesQuery);
  const query = useQuery({ queryKey: ["translations", "summary"], queryFn: async () => (await ask(api.GET("/api/v1/translations/summary"))).data ?? [] });
  const left = (query.data ?? []).filter((s) => s.missing + s.outdated > 0).sort((a, b) => b.missing + b.outdated - a.missing - a.outdated);
  return (
    <Card title={t("translations")} query={query} empty={t("translations.none")}>
      {left.slice(0, 8).map((s) => (
        <li key={`${s.space} ${s.type} ${s.locale}`}>
          <span className="p-grow">
            <Link to="/content" search={{ type: s.type, space: s.space, locale: s.locale }} className="p-title">
              {labelIn(types.data?.find((x) => x.name === s.type)?.label, ui) || s.type} · {intl.formatDisplayName(s.locale, { type: "language" }) ?? s.locale}
            </Link>
            <Text size="xs" c="dimmed">{s.space === "shared" ? c("where.shared") : (sites.data?.find((x) => x.key === s.space)?.name ?? s.space)}</Text>
          </span>
          <Badge color="yellow">{t("translations.count", { missing: s.missing, outdated: s.outdated, both: s.missing > 0 && s.outdated > 0 ? "yes" : "no" })}</Badge>
        </li>
      ))}
    </Card>
  );
}

const tones = { aligned: "green", "in-progress": "yellow", planned: "gray", retired: "gray" } as const;

function Sites() {
  const t = useTexts(texts);
  const intl = useIntl();
  const query = useQuery(sitesQuery);
  return (
    <Card title={t("sites")} query={query} empty={t("sites.none")} wide>
      {(query.data ?? []).map((s) => {
        const status = s.status in tones ? (s.status as keyof typeof tones) : "planned";
        return (
          <li key={s.key}>
            <span className="p-grow">
              <Text size="sm" fw={560}>{s.name}</Text>
              <Text size="xs" c="dimmed" truncate>{s.stack}{s.targetDate && status !== "aligned" ? ` · ${t("target", { date: intl.formatDate(s.targetDate, { dateStyle: "medium", timeZone: "UTC" }) })}` : ""}</Text>
            </span>
            <Badge color={tones[status]}>{t(`status.${status}`)}</Badge>
          </li>
        );
      })}
    </Card>
  );
}
