import { Button } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useQueries, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { lazy, memo, Suspense, useCallback, useDeferredValue, useMemo, useState } from "react";
import { api, ask } from "../../api/client";
import { language } from "../../kit/language";
import { type ContentType, sitesQuery, typeQuery, typesQuery } from "../../kit/model";
import { accessQuery } from "../../kit/permissions";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { Action } from "../../kit/ui/action";
import { Page } from "../../kit/ui/page";
import { Answered, Note } from "../../kit/ui/states";
import { loadExchangeMenu } from "../exchange/index";
import { EntryList } from "./entry-list";
import { NewEntry } from "./new-entry";
import { type ListSearch, narrowed, queryOf } from "./search";
import { texts } from "./texts";
import { Toolbar } from "./toolbar";
import { collect } from "./use-list";
import { useLocales } from "./use-locales";

const ExchangeMenu = lazy(loadExchangeMenu);

const route = getRouteApi("/content");

/** ContentPage lists the entries of one type. What it shows stands in the address, and follows it in pieces: what is pressed and typed
    meanwhile gets through between them. */
export default function ContentPage() {
  return <Content search={useDeferredValue(route.useSearch())} />;
}

const Content = memo(function Content({ search }: { search: ListSearch }) {
  const t = useTexts(texts);
  const locale = useStore(language);
  const types = useQuery(typesQuery);
  const name = search.type ?? types.data?.[0]?.name ?? "";
  const type = useQuery({ ...typeQuery(name), enabled: name !== "" });
  const go = useNavigate({ from: "/content" });
  const change = useCallback((patch: ListSearch) => void go({ search: (old) => clean({ ...old, ...patch }), replace: true }), [go]);
  const [creating, setCreating] = useState(false);
  const spaces = useSpaces(name);
  const label = labelIn(type.data?.label, locale);
  if (types.data?.length === 0) return <Page title={t("content")}><Note title={t("empty")}>{t("empty.help")}</Note></Page>;
  const actions = (
    <>
      {type.data && <Suspense><Exchange search={search} type={type.data} /></Suspense>}
      <Button
        variant={search.trash ? "light" : "default"} leftSection={<IconTrash size={16} />} aria-pressed={search.trash === true}
        onClick={() => change({ trash: search.trash ? undefined : true, status: undefined } as ListSearch)}
      >
        {t("trash")}
      </Button>
      <Action leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)} reason={spaces.length === 0 && t("create.denied")}>
        {t("create", { type: label })}
      </Action>
    </>
  );
  return (
    <Page title={t("content")} lead={t("lead")} actions={type.data && actions}>
      <nav aria-label={t("types")} className="p-pills">
        {(types.data ?? []).map((one) => (
          <Link key={one.name} to="/content" search={{ type: one.name }} className="p-pill" data-current={one.name === name || undefined} title={labelIn(one.description, locale)}>
            {labelIn(one.label, locale)}
          </Link>
        ))}
      </nav>
      <Answered query={type}>
        {(data) => (
          <div className="p-card">
            <Toolbar key={data.name} search={search} type={data} change={change} />
            <EntryList key={`${data.name} ${search.trash ?? ""}`} search={search} type={data} change={change} />
          </div>
        )}
      </Answered>
      {creating && type.data && <NewEntry type={type.data} spaces={spaces} space={search.space} onClose={() => setCreating(false)} />}
    </Page>
  );
});

/** Exchange brings what the list shows out as a file: all of the type and space in one go, or what the query finds. */
function Exchange({ search, type }: { search: ListSearch; type: ContentType }) {
  const locale = useStore(language);
  const locales = useLocales(undefined);
  const body = useMemo(() => ({ ...queryOf(search, type, locale, locales), fields: [type.title] }), [search, type, locale, locales]);
  const count = useQuery({
    queryKey: ["entries", "count", body], enabled: narrowed(search),
    queryFn: async () => (await ask(api.POST("/api/v1/entries/query", { body: { ...body, count: "exact", page: { size: 1 } } as never }))).page.total ?? 0,
  });
  const find = async (tell: (part: number) => void, signal: AbortSignal) => (await collect(body, Number.POSITIVE_INFINITY, tell, signal)).rows.map((r) => r.id);
  return <ExchangeMenu type={type} space={search.space} shown={narrowed(search) && !search.trash && count.data ? { total: count.data, find } : undefined} />;
}

/** clean leaves out what says nothing, so that addresses stay short. */
function clean(search: ListSearch): ListSearch {
  return Object.fromEntries(Object.entries(search).filter(([, v]) => v !== undefined && v !== "" && !(Array.isArray(v) && v.length === 0)));
}

/** useSpaces gives the spaces in which the person may create entries of a type. */
function useSpaces(type: string): string[] {
  const sites = useQuery(sitesQuery);
  const all = ["shared", ...(sites.data ?? []).map((s) => s.key)];
  const answers = useQueries({
    queries: all.map((site) => ({ ...accessQuery({ action: "create", type, site }), enabled: type !== "" })),
  });
  return all.filter((_, i) => answers[i]?.data?.allowed);
}
