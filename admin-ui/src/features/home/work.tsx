import { Text } from "@mantine/core";
import { useQueries, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, ask, type Schemas } from "../../api/client";
import { language } from "../../kit/language";
import { type ContentType, typeQuery, typesQuery } from "../../kit/model";
import { useNames } from "../../kit/people";
import { titleOf } from "../../kit/search";
import { useMe } from "../../kit/session";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { Moment } from "../../kit/ui/moment";
import { StatusBadge } from "../content/index";
import { Card } from "./card";
import { texts } from "./texts";

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

/** Drafts is what the person has written and not published. */
export function Drafts() {
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

/** Assigned is what waits for their review. */
export function Assigned() {
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

/** Scheduled is what goes out by itself. */
export function Scheduled() {
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
