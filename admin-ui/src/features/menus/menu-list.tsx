import { Anchor, Badge, Table, Text, TextInput, Title } from "@mantine/core";
import { IconCopyPlus, IconPlus, IconSearch, IconSitemap } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, ask } from "../../api/client";
import { sitesQuery } from "../../kit/model";
import { useNotify } from "../../kit/notify";
import { useMay } from "../../kit/permissions";
import { useTexts } from "../../kit/texts";
import { Action } from "../../kit/ui/action";
import { Page } from "../../kit/ui/page";
import { Answered, Note } from "../../kit/ui/states";
import { type At, type MenuName, type MenuSummary, menusQuery, names, type Site, spacesOf } from "./queries";
import { texts } from "./texts";

/** MenuList shows the menus that all sites share, and which site has its own. */
export default function MenuList() {
  const t = useTexts(texts);
  const menus = useQuery(menusQuery);
  const sites = useQuery(sitesQuery);
  return (
    <Page title={t("menus")} lead={t("menus.lead")}>
      <Answered query={menus}>
        {(all) => (
          <>
            <section aria-labelledby="shared-menus">
              <Title order={2} mb="sm" id="shared-menus">{t("shared")}</Title>
              <div className="p-tiles">{names.map((name) => <Tile key={name} at={{ space: "shared", name }} menu={all.find((m) => m.space === "shared" && m.name === name)} />)}</div>
            </section>
            <section className="p-gap">
              <Answered query={sites}>{(list) => (list.length === 0 ? <Note icon={IconSitemap} title={t("noSites")}>{t("noSites.help")}</Note> : <BySite sites={list} menus={all} />)}</Answered>
            </section>
          </>
        )}
      </Answered>
    </Page>
  );
}

function Tile({ at, menu }: { at: At; menu: MenuSummary | undefined }) {
  const t = useTexts(texts);
  const create = useCreate();
  const may = useMay({ action: "create", type: "@menus", site: at.space }, !menu);
  if (!menu) {
    return (
      <div className="p-card p-tile">
        <Title order={3}>{t(`name.${at.name}`)}</Title>
        <Text size="sm" c="dimmed">{t("tile.none")}</Text>
        <Action variant="default" size="xs" leftSection={<IconPlus size={15} />} reason={may.known && !may.allowed && t("readOnly")} onClick={() => create.mutate({ at, copy: false })}>{t("create")}</Action>
      </div>
    );
  }
  return (
    <Link to="/menus/$space/$name" params={{ space: at.space, name: at.name }} className="p-card p-tile p-tile-link">
      <Title order={3}>{t(`name.${at.name}`)}</Title>
      <Text size="sm" c="dimmed">{t(`name.${at.name}.help`)}</Text>
      <span className="p-tile-end"><span>{t("items.n", { n: menu.items })}</span><State menu={menu} /></span>
    </Link>
  );
}

function State({ menu }: { menu: MenuSummary }) {
  const t = useTexts(texts);
  return menu.published ? <Badge color="green">{t("state.published")}</Badge> : <Badge color="blue">{t("state.draft")}</Badge>;
}

function BySite({ sites, menus }: { sites: readonly Site[]; menus: readonly MenuSummary[] }) {
  const t = useTexts(texts);
  const [words, setWords] = useState("");
  const found = sites.filter((s) => `${s.name} ${s.key} ${s.brand}`.toLowerCase().includes(words.trim().toLowerCase()));
  return (
    <>
      <div className="p-list-head">
        <Title order={2} id="sites">{t("bySite")}</Title>
        <TextInput aria-label={t("bySite.search")} placeholder={t("bySite.search")} leftSection={<IconSearch size={16} />} value={words} onChange={(e) => setWords(e.currentTarget.value)} />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it may be wider than the window */}
      <div className="p-card p-table" tabIndex={0} role="region" aria-labelledby="sites">
        <Table>
          <Table.Thead><Table.Tr><Table.Th>{t("site")}</Table.Th>{names.map((n) => <Table.Th key={n}>{t(`name.${n}`)}</Table.Th>)}</Table.Tr></Table.Thead>
          <Table.Tbody>
            {found.map((s) => (
              <Table.Tr key={s.key}>
                <Table.Td><Text fw={560} size="sm">{s.name}</Text><Text size="xs" c="dimmed">{s.key}</Text></Table.Td>
                {names.map((n) => <Table.Td key={n}><Cell site={s} name={n} sites={sites} menus={menus} /></Table.Td>)}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {found.length === 0 && <p className="p-quiet p-pad">{t("bySite.none")}</p>}
      </div>
    </>
  );
}

/** Cell is the menu of one name that a site shows: its own, or from where it inherits it. */
function Cell({ site, name, sites, menus }: { site: Site; name: MenuName; sites: readonly Site[]; menus: readonly MenuSummary[] }) {
  const t = useTexts(texts);
  const create = useCreate();
  const space = spacesOf(site, sites).find((s) => menus.some((m) => m.space === s && m.name === name));
  const menu = menus.find((m) => m.space === space && m.name === name);
  const may = useMay({ action: "create", type: "@menus", site: site.key }, space !== site.key);
  const label = `${t(`name.${name}`)}, ${site.name}`;
  if (menu && space === site.key) {
    return (
      <span className="p-cell">
        <Anchor size="sm" fw={600} renderRoot={(p) => <Link {...p} to="/menus/$space/$name" params={{ space: site.key, name }} aria-label={`${t("own")}: ${label}`} />}>{t("own")}</Anchor>
        {!menu.published && <Badge color="blue" size="sm">{t("state.draft")}</Badge>}
      </span>
    );
  }
  const from = space === "shared" || !space ? t("inherited") : t("inherited.from", { site: sites.find((s) => s.key === space)?.name ?? space });
  return (
    <span className="p-cell">
      {space ? <Anchor size="sm" c="dimmed" renderRoot={(p) => <Link {...p} to="/menus/$space/$name" params={{ space, name }} search={{ site: site.key }} aria-label={`${from}: ${label}`} />}>{from}</Anchor> : <Text size="sm" c="dimmed">{t("none")}</Text>}
      <Action
        size="compact-xs" variant="subtle" color="gray" leftSection={<IconCopyPlus size={14} />} aria-label={t("override.label", { menu: t(`name.${name}`), site: site.name })} reason={may.known && !may.allowed && t("readOnly")}
        loading={create.isPending} onClick={() => create.mutate({ at: { space: site.key, name }, copy: space !== undefined })}
      >{t("override")}</Action>
    </span>
  );
}

/** useCreate makes a menu's draft: a copy of what the site inherits, or an empty one; and goes there. */
function useCreate() {
  const t = useTexts(texts);
  const notify = useNotify();
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ at, copy }: { at: At; copy: boolean }) => {
      if (copy) await ask(api.POST("/api/v1/menus/{space}/{name}/override", { params: { path: { ...at } } }));
      else await ask(api.POST("/api/v1/menus", { body: { ...at, items: [] } }));
      return at;
    },
    onSuccess: async (at) => {
      await queries.invalidateQueries({ queryKey: ["menus"], exact: true });
      notify.done(t("created"));
      await navigate({ to: "/menus/$space/$name", params: { space: at.space, name: at.name } });
    },
    onError: notify.failed,
  });
}
