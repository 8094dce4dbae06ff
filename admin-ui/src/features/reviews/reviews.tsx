import { Badge, Button, SegmentedControl, Text } from "@mantine/core";
import { IconChecklist } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { api, ask, type Schemas } from "../../api/client";
import { useChanges } from "../../kit/events";
import { language } from "../../kit/language";
import { typesQuery } from "../../kit/model";
import { useNames } from "../../kit/people";
import { useMe } from "../../kit/session";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Moment } from "../../kit/ui/moment";
import { Page } from "../../kit/ui/page";
import { Failed, Loading, Note } from "../../kit/ui/states";
import { Decision } from "./decision";
import { views } from "./routes";
import { texts } from "./texts";

export type Review = Schemas["ReviewBody"];

const route = getRouteApi("/reviews");

/** ReviewsPage is the inbox: what waits for a decision on the left, what would change on the right. */
export default function ReviewsPage() {
  const t = useTexts(texts);
  const { view = "me" } = route.useSearch();
  const go = route.useNavigate();
  const queries = useQueryClient();
  useChanges({ onChange: (change) => change.subject.startsWith("entry/") && void queries.invalidateQueries({ queryKey: ["reviews"] }) });
  const choose = (
    <SegmentedControl
      aria-label={t("reviews")} data={views.map((v) => ({ value: v, label: t(`view.${v}`) }))} value={view}
      onChange={(v) => void go({ search: { view: views.find((x) => x === v) ?? "me" } })}
    />
  );
  return <Page title={t("reviews")} lead={t("lead")} actions={choose}><Inbox view={view} /></Page>;
}

function useReviews(view: (typeof views)[number]) {
  const me = useMe();
  const query = useInfiniteQuery({
    queryKey: ["reviews", "list", view === "me" ? "me" : "any"],
    initialPageParam: "",
    queryFn: ({ pageParam }) => ask(api.GET("/api/v1/reviews", {
      params: { query: { assignee: view === "me" ? "me" : "any", "page[size]": 50, ...(pageParam && { "page[after]": pageParam }) } },
    })),
    getNextPageParam: (last) => last.page.next || undefined,
    staleTime: 0, // changes are heard of only while the inbox is open
  });
  const all = useMemo(() => query.data?.pages.flatMap((p) => p.data ?? []) ?? [], [query.data]);
  const list = view === "mine" ? all.filter((r) => r.review.submittedBy === me.id) : all;
  return { query, list };
}

function Inbox({ view }: { view: (typeof views)[number] }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const search = route.useSearch();
  const go = route.useNavigate();
  const { query, list } = useReviews(view);
  const chosen = search.entry ? list.find((r) => r.entry.id === search.entry && r.locale === search.locale) : list[0];
  if (query.error) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Loading />;
  if (list.length === 0 && !query.hasNextPage) return <section className="p-card"><Note icon={IconChecklist} title={t(`empty.${view}`)}>{t(`empty.${view}.help`)}</Note></section>;
  const at = chosen ? list.indexOf(chosen) : -1;
  const next = list[at + 1] ?? list[at - 1];
  const onDecided = () => void go({ search: { view, ...(next && { entry: next.entry.id, locale: next.locale }) } });
  return (
    <div className="p-sides p-sides-wide">
      <nav className="p-card p-side" aria-label={t("list")}>
        {list.map((r) => <Item key={`${r.entry.id} ${r.locale}`} review={r} view={view} current={r === chosen} />)}
        {query.hasNextPage && <Button variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{c("more")}</Button>}
      </nav>
      {chosen
        ? <Decision key={`${chosen.entry.id} ${chosen.locale}`} review={chosen} onDecided={onDecided} />
        : <section className="p-card"><Note icon={IconChecklist} title={t("choose")} /></section>}
    </div>
  );
}

function Item({ review: r, view, current }: { review: Review; view: (typeof views)[number]; current: boolean }) {
  const t = useTexts(texts);
  const me = useMe();
  const name = useNames();
  const locale = useStore(language);
  const types = useQuery(typesQuery).data;
  const type = types?.find((x) => x.name === r.entry.type);
  const mine = r.review.assignee === me.id;
  return (
    <Link to="/reviews" search={{ view, entry: r.entry.id, locale: r.locale }} className="p-side-item" aria-current={current ? "true" : undefined} activeProps={{}}>
      <span dir="auto">{titleOf(r)}</span>
      <Text span size="xs" c="dimmed">{type ? labelIn(type.label, locale) : r.entry.type} · {r.entry.space} · {r.locale}</Text>
      <Text span size="xs" c="dimmed">{t("submitted", { name: name(r.review.submittedBy) })}, <Moment at={r.review.submittedAt} /></Text>
      {mine && view !== "me" && <Badge mt={4} size="sm">{t("asked.you")}</Badge>}
    </Link>
  );
}

export const titleOf = (r: Review) => r.entry.title || r.entry.key;
