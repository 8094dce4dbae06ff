import { Badge, Group, SegmentedControl, Table, Text, TextInput } from "@mantine/core";
import { IconLock, IconPlus, IconSearch, IconWorldWww } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { FormattedDate } from "react-intl";
import { language } from "../../kit/language";
import { sitesQuery } from "../../kit/model";
import { useMay } from "../../kit/permissions";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { Action } from "../../kit/ui/action";
import { Page } from "../../kit/ui/page";
import { Answered, Note } from "../../kit/ui/states";
import { type Release, releasesQuery } from "../designsystem/index";
import { Board } from "./board";
import { channels, overdue, type Site, todayIs } from "./model";
import { StatusBadge } from "./status-badge";
import { texts } from "./texts";

/** SiteList is the registry: every site with who answers for it and how it comes along. */
export default function SiteList() {
  const t = useTexts(texts);
  const search: { view?: "table" | "board"; q?: string } = useSearch({ strict: false });
  const navigate = useNavigate();
  const sites = useQuery(sitesQuery);
  const create = useMay({ action: "create", type: "@sites" });
  const set = (patch: typeof search) => void navigate({ to: "/sites", search: { ...search, ...patch }, replace: true });
  const view = search.view ?? "table";
  const register = <Action leftSection={<IconPlus size={16} />} reason={create.known && !create.allowed && t("create.denied")} onClick={() => void navigate({ to: "/sites/new" })}>{t("register")}</Action>;
  return (
    <Page title={t("sites")} lead={t("sites.lead")} actions={register}>
      <Answered query={sites}>
        {(all) => {
          if (all.length === 0) return <div className="p-card"><Note icon={IconWorldWww} title={t("none")} action={register}>{t("none.help")}</Note></div>;
          const words = (search.q ?? "").trim().toLowerCase();
          const found = all.filter((s) => `${s.name} ${s.key} ${s.owner} ${s.stack} ${s.brand}`.toLowerCase().includes(words));
          return (
            <>
              <Group mb="md" justify="space-between">
                <TextInput aria-label={t("find")} placeholder={t("find")} leftSection={<IconSearch size={16} />} value={search.q ?? ""} onChange={(e) => set({ q: e.currentTarget.value || undefined })} w={300} />
                <SegmentedControl aria-label={t("view")} value={view} onChange={(v) => set({ view: v as "table" | "board" })} data={[{ value: "table", label: t("view.table") }, { value: "board", label: t("view.board") }]} />
              </Group>
              {view === "board" ? <Board sites={found} /> : <Registry sites={found} />}
            </>
          );
        }}
      </Answered>
    </Page>
  );
}

function Registry({ sites }: { sites: readonly Site[] }) {
  const t = useTexts(texts);
  const today = todayIs();
  const releases = useQuery({ ...releasesQuery, retry: false }).data ?? [];
  const names = new Intl.DisplayNames([useStore(language)], { type: "language" });
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it may be wider than the window
    <div className="p-card p-table" tabIndex={0} role="region" aria-label={t("sites")}>
      <Table>
        <Table.Thead>
          <Table.Tr><Table.Th>{t("name")}</Table.Th><Table.Th>{t("status")}</Table.Th><Table.Th>{t("targetDate")}</Table.Th><Table.Th>{t("owner")}</Table.Th><Table.Th>{t("stack")}</Table.Th><Table.Th>{t("design.version")}</Table.Th><Table.Th>{t("locales")}</Table.Th></Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sites.map((s) => (
            <Table.Tr key={s.key}>
              <Table.Td>
                <Link to="/sites/$key" params={{ key: s.key }} className="p-strong">{s.name}</Link> {s.private && <IconLock size={14} aria-label={t("private.short")} className="p-tree-sign" />}
                <Text size="xs" c="dimmed">{(s.origins ?? [])[0]?.replace("https://", "")}</Text>
              </Table.Td>
              <Table.Td><StatusBadge status={s.status} /></Table.Td>
              <Table.Td>{s.targetDate ? <span className="p-cell"><FormattedDate value={`${s.targetDate}T12:00`} dateStyle="medium" />{overdue(s, today) && <Badge color="red" size="sm">{t("overdue")}</Badge>}</span> : <Text c="dimmed" size="sm">–</Text>}</Table.Td>
              <Table.Td>{s.owner}</Table.Td>
              <Table.Td>{s.stack}</Table.Td>
              <Table.Td><Version site={s} releases={releases} /></Table.Td>
              <Table.Td>{(s.locales ?? []).map((l) => <abbr key={l.tag} title={names.of(l.tag)} className="p-tag">{l.tag}</abbr>)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {sites.length === 0 && <p className="p-quiet p-pad">{t("find.none")}</p>}
    </div>
  );
}

/** Version is the release that a site shows now, and what it follows: a channel, or the version that it stays with. */
function Version({ site, releases }: { site: Site; releases: readonly Release[] }) {
  const t = useTexts(texts);
  const shown = releases.find((r) => (r.sites ?? []).some((x) => x.key === site.key));
  const channel = channels.find((x) => x === site.channel);
  const gone = (shown?.sites ?? []).find((x) => x.key === site.key)?.gone;
  const follows = channel ? t(`channel.${channel}`) : gone ? t("design.gone", { version: site.channel }) : t("channel.pinned");
  return <>{shown ? <Link to="/design/release" search={{ version: shown.version }} className="p-name">{shown.version}</Link> : site.channel}<Text size="xs" c="dimmed">{follows}</Text></>;
}
