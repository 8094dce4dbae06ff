import { Anchor, Badge, Button, Group, Tabs, Text, Title } from "@mantine/core";
import { IconDownload, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { api, ask, ifMatch } from "../../api/client";
import { confirm } from "../../kit/confirm";
import { useNotify } from "../../kit/notify";
import { useMay } from "../../kit/permissions";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { Moment } from "../../kit/ui/moment";
import { Page } from "../../kit/ui/page";
import { Answered } from "../../kit/ui/states";
import { DesignChanges, Findings } from "./changes";
import { Files } from "./files";
import { OnSite } from "./on-site";
import { PublishDraft } from "./publish";
import { type Draft, draftQuery, previewQuery, type Versioned } from "./queries";
import { tabs } from "./routes";
import { texts } from "./texts";
import { TokenTable } from "./token-table";
import { save, zip } from "./zip";

const route = getRouteApi("/design/drafts/$id");

/** DesignDraftPage is a release in the making: its tokens, what differs, what the checks say, its files. */
export default function DesignDraftPage() {
  const t = useTexts(texts);
  const { id } = route.useParams();
  const draft = useQuery(draftQuery(id));
  const above = <Anchor component={Link} to="/design" size="sm">← {t("design")}</Anchor>;
  if (!draft.data) return <Page title={t("draft")} above={above}><Answered query={draft}>{() => null}</Answered></Page>;
  return <Opened draft={draft.data} above={above} />;
}

function Opened({ draft, above }: { draft: Versioned<Draft>; above: ReactNode }) {
  const t = useTexts(texts);
  const { tab = "tokens" } = route.useSearch();
  const go = route.useNavigate();
  const preview = useQuery(previewQuery(draft.body.id));
  const wrong = (preview.data?.findings ?? []).filter((f) => f.severity === "error").length;
  return (
    <Page
      title={draft.body.name} above={above} badges={<Badge color="gray">{t("draft")}</Badge>} actions={<Steps draft={draft} />}
      lead={<>{t("base", { version: draft.body.base })} · <Moment at={draft.body.updatedAt} /></>}
    >
      <Tabs value={tab} onChange={(v) => void go({ search: (old) => ({ ...old, tab: tabs.find((x) => x === v) }), replace: true })} keepMounted={false}>
        <Tabs.List mb="md">
          {tabs.map((x) => (
            <Tabs.Tab key={x} value={x}>
              {t(`tab.${x}`)}
              {x === "changes" && (preview.data?.changes?.length ?? 0) > 0 && <Badge ml={6} size="sm">{preview.data?.changes?.length}</Badge>}
              {x === "checks" && wrong > 0 && <Badge ml={6} size="sm" color="red">{wrong}</Badge>}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="tokens"><div className="p-stack"><OnSite draft={draft} /><TokenTable draft={draft} /></div></Tabs.Panel>
        <Tabs.Panel value="changes"><Answered query={preview}>{(p) => <Differences preview={p} />}</Answered></Tabs.Panel>
        <Tabs.Panel value="checks">
          <Answered query={preview}>{(p) => <section className="p-card p-pad"><Findings list={p.findings ?? []} /></section>}</Answered>
        </Tabs.Panel>
        <Tabs.Panel value="files"><DraftFiles id={draft.body.id} version={draft.version} /></Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Differences({ preview: p }: { preview: Awaited<ReturnType<NonNullable<ReturnType<typeof previewQuery>["queryFn"]>>> }) {
  const t = useTexts(texts);
  return (
    <div className="p-stack">
      <section className="p-card p-pad"><Title order={2} mb="sm">{t("changes.title")}</Title><DesignChanges list={p.changes ?? []} /></section>
      <section className="p-card p-pad">
        <Title order={2} mb="sm">{t("sites.affected")}</Title>
        <Group gap="xs">
          {(p.sites ?? []).length === 0 && <Text c="dimmed">{t("nobody")}</Text>}
          {(p.sites ?? []).map((s) => <Badge key={s.key} color="gray" size="lg">{s.key} · {s.channel}</Badge>)}
        </Group>
        <Title order={2} mt="lg" mb="sm">{t("fragments")}</Title>
        <Text size="sm">{(p.fragments ?? []).join(", ") || "–"}</Text>
      </section>
    </div>
  );
}

const filesOf = (id: string) => ask(api.GET("/api/v1/design-system/drafts/{id}/files", { params: { path: { id } } }));

function DraftFiles({ id, version }: { id: string; version: number }) {
  const files = useQuery({ queryKey: ["design", "drafts", id, "files", version], queryFn: () => filesOf(id) });
  return <section className="p-card p-pad"><Answered query={files}>{({ data }) => <Files list={data ?? []} />}</Answered></section>;
}

function Steps({ draft: { body: d, version } }: { draft: Versioned<Draft> }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const notify = useNotify();
  const queries = useQueryClient();
  const go = useNavigate();
  const [releasing, setReleasing] = useState(false);
  const may = useMay({ action: "publish", type: "@design-system" });
  const mayChange = useMay({ action: "update", type: "@design-system" });
  const download = useMutation({
    mutationFn: () => filesOf(d.id),
    onSuccess: ({ data }) => save(`design-system-${d.base}-draft.zip`, "application/zip", zip(data ?? [])),
    onError: notify.failed,
  });
  const remove = async () => {
    if (!await confirm({ title: t("delete.title", { name: d.name }), text: t("delete.text"), yes: c("delete"), danger: true })) return;
    try {
      await ask(api.DELETE("/api/v1/design-system/drafts/{id}", { params: { path: { id: d.id }, header: ifMatch(version) } }));
      void queries.invalidateQueries({ queryKey: ["design", "drafts"], exact: true });
      notify.done(t("deleted"));
      void go({ to: "/design" });
    } catch (error) {
      notify.failed(error);
    }
  };
  return (
    <>
      <Button variant="default" leftSection={<IconDownload size={16} />} loading={download.isPending} onClick={() => download.mutate()}>{t("export")}</Button>
      <Action variant="default" leftSection={<IconTrash size={16} />} reason={mayChange.known && !mayChange.allowed && c("error.403")} onClick={() => void remove()}>{t("delete")}</Action>
      <Action reason={may.known && !may.allowed && c("error.403")} onClick={() => setReleasing(true)}>{t("publish")}</Action>
      {releasing && <PublishDraft draft={d} version={version} onClose={() => setReleasing(false)} />}
    </>
  );
}
