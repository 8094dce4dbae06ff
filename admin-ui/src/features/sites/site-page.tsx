import { Anchor, Breadcrumbs, Button, Tabs } from "@mantine/core";
import { IconExternalLink, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { api, ask, ifMatch } from "../../api/client";
import { Problem } from "../../api/problem";
import { confirm } from "../../kit/confirm";
import { sayItem } from "../../kit/item-texts";
import { useNotify } from "../../kit/notify";
import { useMay } from "../../kit/permissions";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { Page } from "../../kit/ui/page";
import { Answered } from "../../kit/ui/states";
import { Inheritance } from "./inheritance";
import { Integrate } from "./integrate";
import { clashes, patchOf, type Site, siteQuery, type Values, valuesOf } from "./model";
import { type Tab, tabs } from "./routes";
import { SiteForm } from "./site-form";
import { SiteKeys } from "./site-keys";
import { StatusBadge } from "./status-badge";
import { texts } from "./texts";

/** SitePage is one site: its facts, what it adds to get the shared parts, what it inherits, and its keys. */
export default function SitePage() {
  const { key = "" } = useParams({ strict: false }) as { key?: string };
  const site = useQuery({ ...siteQuery(key), refetchOnWindowFocus: false });
  return <Answered query={site}>{(data) => <OneSite site={data} />}</Answered>;
}

function OneSite({ site }: { site: Site }) {
  const t = useTexts(texts);
  const navigate = useNavigate();
  const search: { tab?: Tab } = useSearch({ strict: false });
  const tab = search.tab ?? "facts";
  const update = useMay({ action: "update", type: "@sites", site: site.key });
  const origin = (site.origins ?? [])[0];
  return (
    <Page
      title={site.name} lead={site.description} badges={<StatusBadge status={site.status} />}
      above={<Breadcrumbs mb={4}><Anchor renderRoot={(p) => <Link {...p} to="/sites" />}>{t("sites")}</Anchor><span>{site.key}</span></Breadcrumbs>}
      actions={<>{origin && <Button component="a" href={origin} target="_blank" rel="noopener noreferrer" variant="default" rightSection={<IconExternalLink size={16} />}>{t("open")}</Button>}<Remove site={site} /></>}
    >
      <Tabs value={tab} onChange={(next) => void navigate({ to: ".", search: { tab: next as Tab }, replace: true })} keepMounted={false}>
        <Tabs.List mb="lg">{tabs.map((x) => <Tabs.Tab key={x} value={x}>{t(`tab.${x}`)}</Tabs.Tab>)}</Tabs.List>
        <Tabs.Panel value="facts"><Facts key={site.version} site={site} readOnly={update.known && !update.allowed} /></Tabs.Panel>
        <Tabs.Panel value="integrate"><Integrate site={site} /></Tabs.Panel>
        <Tabs.Panel value="inheritance"><Inheritance site={site} /></Tabs.Panel>
        <Tabs.Panel value="keys"><SiteKeys site={site} /></Tabs.Panel>
      </Tabs>
    </Page>
  );
}

/** Facts sends what was changed. Where somebody else saved in between, both go together unless they changed the same field. */
function Facts({ site, readOnly }: { site: Site; readOnly: boolean }) {
  const t = useTexts(texts);
  const notify = useNotify();
  const queries = useQueryClient();
  async function send(values: Values, base: Site, again = false): Promise<Site> {
    const body = patchOf(valuesOf(site), values);
    try {
      return await ask(api.PATCH("/api/v1/sites/{key}", { params: { path: { key: site.key }, header: ifMatch(base.version) }, body: body as never, headers: { "Content-Type": "application/merge-patch+json" } }));
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 412 || again) throw error;
    }
    const now = await ask(api.GET("/api/v1/sites/{key}", { params: { path: { key: site.key } } }));
    const both = clashes(valuesOf(site), valuesOf(now), body);
    if (both.length > 0) {
      const yes = await confirm({ title: t("clash"), text: t("clash.text", { fields: both.map((f) => `${t(f)}: ${said(valuesOf(now)[f])}`).join("; ") }), yes: t("clash.mine"), danger: true });
      if (!yes) throw new Problem(412);
    }
    return send(values, now, true);
  }
  return (
    <SiteForm
      site={site} readOnly={readOnly} submit={(values) => send(values, site)}
      onDone={(saved) => {
        queries.setQueryData(["sites", site.key], saved);
        void queries.invalidateQueries({ queryKey: ["sites"], exact: true });
        notify.done(t("saved"));
      }}
    />
  );
}

function said(value: unknown): string {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return "…";
  return Array.isArray(value) ? value.map((v) => (typeof v === "string" ? v : (v as { tag: string }).tag)).join(", ") : String(value);
}

function Remove({ site }: { site: Site }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const notify = useNotify();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const may = useMay({ action: "delete", type: "@sites", site: site.key });
  const remove = useMutation({
    mutationFn: () => ask(api.DELETE("/api/v1/sites/{key}", { params: { path: { key: site.key }, header: ifMatch(site.version) } })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["sites"] });
      notify.done(t("removed", { name: site.name }));
      void navigate({ to: "/sites" });
    },
    onError: (error) => (error instanceof Problem && error.items.length > 0 ? notify.wrong([...new Set(error.items.map((i) => sayItem(c, i)))].join(" ")) : notify.failed(error)),
  });
  const reason = may.known && !may.allowed ? t("remove.denied") : site.status !== "retired" && t("remove.notRetired");
  return (
    <Action
      variant="default" reason={reason} loading={remove.isPending} leftSection={<IconTrash size={16} />}
      onClick={() => void confirm({ title: t("removeSite"), text: t("removeSite.text", { name: site.name }), yes: t("removeSite.yes"), danger: true }).then((yes) => yes && remove.mutate())}
    >{t("removeSite")}</Action>
  );
}
