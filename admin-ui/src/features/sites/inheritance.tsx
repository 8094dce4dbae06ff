import { Badge, Button, SegmentedControl, Table, Text, Title } from "@mantine/core";
import { IconSitemap } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api, ask } from "../../api/client";
import { language } from "../../kit/language";
import { typesQuery } from "../../kit/model";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Failed, Loading, Note } from "../../kit/ui/states";
import type { Site } from "./model";
import { texts } from "./texts";

const states = ["inherited", "overridden", "own"] as const;
const colours = { inherited: "gray", overridden: "yellow", own: "blue" } as const;

/** Inheritance is what a site has from elsewhere, what it has its own version of, and what is its alone. */
export function Inheritance({ site }: { site: Site }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const lang = useStore(language);
  const types = useQuery(typesQuery);
  const [only, setOnly] = useState<"all" | (typeof states)[number]>("all");
  const list = useInfiniteQuery({
    queryKey: ["sites", site.key, "inheritance"],
    initialPageParam: "",
    queryFn: ({ pageParam }) => ask(api.GET("/api/v1/sites/{key}/inheritance", { params: { path: { key: site.key }, query: { "page[size]": 100, ...(pageParam ? { "page[after]": pageParam } : {}) } } })),
    getNextPageParam: (last) => last.page.next,
  });
  if (list.error && !list.data) return <Failed error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  const menus = list.data.pages[0]?.menus ?? [];
  const entries = list.data.pages.flatMap((p) => p.data ?? []);
  const found = entries.filter((e) => only === "all" || e.state === only);
  const label = (type: string) => labelIn(types.data?.find((x) => x.name === type)?.label, lang) || type;
  const where = (space: string) => (space === "shared" ? c("where.shared") : space);
  const from = (space: string) => (space === "shared" ? t("inherit.shared") : space);
  return (
    <div className="p-two">
      <section className="p-card p-pad">
        <Title order={2} mb="sm">{t("inherit.menus")}</Title>
        <ul className="p-plain">
          {menus.map((m) => (
            <li key={m.name} className="p-inherit">
              <Link to="/menus/$space/$name" params={{ space: m.space, name: m.name }} search={{ site: site.key }} className="p-strong">{t(`menu.${m.name as "main"}`)}</Link>
              <State state={m.state} />
              <Text size="sm" c="dimmed">{m.state === "inherited" ? where(m.space) : m.overridesIn ? t(m.differs ? "inherit.differs" : "inherit.same", { from: from(m.overridesIn) }) : ""}</Text>
            </li>
          ))}
        </ul>
      </section>
      <section className="p-card">
        <div className="p-list-head p-pad-flat">
          <Title order={2}>{t("inherit.entries")}</Title>
          <SegmentedControl size="xs" aria-label={t("inherit.show")} value={only} onChange={(v) => setOnly(v as typeof only)} data={["all" as const, ...states].map((s) => ({ value: s, label: t(`state.${s}`) }))} />
        </div>
        {found.length === 0 ? <Note icon={IconSitemap} title={t("inherit.none")}>{t("inherit.none.help")}</Note> : (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it may be wider than the window
          <div className="p-table" tabIndex={0} role="region" aria-label={t("inherit.entries")}>
            <Table>
              <Table.Thead><Table.Tr><Table.Th>{t("inherit.entry")}</Table.Th><Table.Th>{t("inherit.type")}</Table.Th><Table.Th>{t("inherit.state")}</Table.Th><Table.Th>{t("inherit.where")}</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>
                {found.map((e) => (
                  <Table.Tr key={`${e.type}/${e.key}`}>
                    <Table.Td>{e.key}</Table.Td><Table.Td>{label(e.type)}</Table.Td><Table.Td><State state={e.state} /></Table.Td>
                    <Table.Td>{where(e.space)}{e.overridesIn && <Text size="xs" c="dimmed">{t("inherit.fields", { n: e.differences, from: from(e.overridesIn) })}</Text>}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        )}
        {list.hasNextPage && <p className="p-pad-flat"><Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{c("more")}</Button></p>}
      </section>
    </div>
  );
}

function State({ state }: { state: string }) {
  const t = useTexts(texts);
  const known = states.find((s) => s === state) ?? "own";
  return <Badge color={colours[known]}>{t(`state.${known}`)}</Badge>;
}
