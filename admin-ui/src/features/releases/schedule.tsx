import { Alert, Badge, Button, Group, Select, Text, Title } from "@mantine/core";
import { IconCalendarTime } from "@tabler/icons-react";
import { useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { FormattedDate, FormattedTime } from "react-intl";
import { api, ask } from "../../api/client";
import { language } from "../../kit/language";
import { type ContentType, sitesQuery, typeQuery, typesQuery } from "../../kit/model";
import { useNotify } from "../../kit/notify";
import { titleOf } from "../../kit/search";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { EntryLink } from "../../kit/ui/entry-link";
import { Page } from "../../kit/ui/page";
import { Failed, Loading, Note } from "../../kit/ui/states";
import { byDay, type Plan } from "./agenda";
import { texts } from "./texts";

const route = getRouteApi("/schedule");

/** SchedulePage shows what goes out by itself: releases, and drafts in one language. */
export default function SchedulePage() {
  const t = useTexts(texts);
  const own = useStore(language);
  const { locale = own } = route.useSearch();
  const go = route.useNavigate();
  const sites = useQuery(sitesQuery).data;
  const tags = useMemo(() => [...new Set([own, locale, ...(sites ?? []).flatMap((s) => (s.locales ?? []).map((l) => l.tag))])].sort(), [sites, own, locale]);
  const choose = (
    <Select label={t("search.locale")} data={tags} value={locale} allowDeselect={false} w={150} onChange={(v) => void go({ search: v ? { locale: v } : {}, replace: true })} />
  );
  return <Page title={t("scheduled.page")} lead={t("scheduled.page.lead")} actions={choose}><Agenda locale={locale} /></Page>;
}

function Agenda({ locale }: { locale: string }) {
  const t = useTexts(texts);
  const { plans, loading, error } = usePlans(locale);
  if (error) return <Failed error={error} />;
  if (loading) return <Loading />;
  if (plans.length === 0) return <section className="p-card"><Note icon={IconCalendarTime} title={t("scheduled.page.empty")}>{t("scheduled.page.empty.help")}</Note></section>;
  return (
    <div className="p-stack">
      {byDay(plans).map(({ day, plans: list }) => (
        <section key={day} className="p-card p-pad">
          <Title order={2} mb="sm"><FormattedDate value={`${day}T12:00:00`} weekday="long" day="numeric" month="long" year="numeric" /></Title>
          <ul className="p-agenda">{list.map((p) => <One key={p.key} plan={p} />)}</ul>
        </section>
      ))}
    </div>
  );
}

function One({ plan: p }: { plan: Plan }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const notify = useNotify();
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: ({ id, locale }: { id: string; locale: string }) => ask(api.DELETE("/api/v1/entries/{id}/schedule", {
      params: { path: { id }, query: { action: p.what, locales: [locale] } },
    })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["scheduled"] });
      notify.done(t("schedule.cancelled", { title: p.title }));
    },
    onError: notify.failed,
  });
  return (
    <li>
      <Text fw={600} className="p-time"><FormattedTime value={p.at} /></Text>
      <div>
        {p.entry ? <EntryLink {...p.entry}>{p.title}</EntryLink> : <Link to={p.to} className="p-name" dir="auto">{p.title}</Link>}
        <Text size="sm" c="dimmed">{p.detail}</Text>
        {p.failure && <Alert color="red" mt={6}>{p.failure}</Alert>}
      </div>
      <Group gap="xs" ml="auto">
        <Badge color={p.what === "publish" ? "blue" : "gray"}>{t(`scheduled.${p.what}`)}</Badge>
        {p.entry && (
          <Button size="compact-sm" variant="default" aria-label={t("schedule.cancel", { title: p.title })} loading={cancel.isPending} onClick={() => p.entry && cancel.mutate(p.entry)}>
            {c("cancel")}
          </Button>
        )}
      </Group>
    </li>
  );
}

/** usePlans asks each content type for what is scheduled in a language, and reads the times from the entries. */
function usePlans(locale: string) {
  const t = useTexts(texts);
  const releases = useQuery({
    queryKey: ["releases", "scheduled"],
    queryFn: async () => (await ask(api.GET("/api/v1/content-releases", { params: { query: { state: "scheduled", "page[size]": 100 } } }))).data ?? [],
  });
  const names = useQuery(typesQuery).data?.map((x) => x.name) ?? [];
  const types = useQueries({ queries: names.map((n) => typeQuery(n)) }).flatMap((q) => q.data ?? []);
  const found = useQueries({
    queries: types.map((type) => ({ queryKey: ["scheduled", type.name, locale], queryFn: () => scheduledOf(type, locale) })),
  });
  const queries = [releases, ...found];
  const plans: Plan[] = [
    ...(releases.data ?? []).map((r): Plan => ({
      key: r.id, at: r.scheduledAt ?? "", what: "publish", title: r.name, to: `/releases/${r.id}`, detail: t("items", { n: r.items?.length ?? 0 }), failure: r.failure?.message,
    })),
    ...found.flatMap((q) => q.data ?? []),
  ];
  return { plans, loading: queries.some((q) => q.isPending) || names.length === 0 || types.length < names.length, error: queries.find((q) => q.error)?.error };
}

async function scheduledOf(type: ContentType, locale: string): Promise<Plan[]> {
  const body = { type: type.name, filter: { status: "scheduled" }, locale, page: { size: 100 }, fallback: "auto", fields: [type.title] };
  const { data } = await ask(api.POST("/api/v1/entries/query", { body }));
  const plans = await Promise.all((data ?? []).map(async (row) => {
    const entry = await ask(api.GET("/api/v1/entries/{id}", { params: { path: { id: row.id } } }));
    const flow = entry.workflow[locale];
    return [flow?.schedule, flow?.expiry].flatMap((s): Plan[] => (s ? [{
      key: `${row.id} ${s.action}`, at: s.at, what: s.action === "unpublish" ? "unpublish" : "publish", title: titleOf(row, type.title),
      to: `/content/${row.id}`, detail: `${labelIn(type.label, language.get())} · ${row.space} · ${locale}`, failure: s.failure?.message,
      entry: { id: row.id, locale },
    }] : []));
  }));
  return plans.flat();
}
