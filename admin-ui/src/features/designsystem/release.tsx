import { Alert, Anchor, Badge, Button, Group, Modal, Select, Stack, Text, Title } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { FormattedDate } from "react-intl";
import { api, ask, ifMatch, type Schemas } from "../../api/client";
import { useNotify } from "../../kit/notify";
import { useMay } from "../../kit/permissions";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { Page } from "../../kit/ui/page";
import { Answered } from "../../kit/ui/states";
import { When } from "../../kit/ui/when";
import { DesignChanges, Findings } from "./changes";
import { Retired } from "./overview";
import { releaseQuery, releasesQuery, type Versioned } from "./queries";
import { Refusal } from "./refusal";
import { Shown } from "./shown";
import { texts } from "./texts";
import { save, zip } from "./zip";

type Detail = Schemas["DesignDetailBody"];

const route = getRouteApi("/design/release");

/** DesignReleasePage is one release, which never changes: what came with it, what the checks say, who shows it. */
export default function DesignReleasePage() {
  const t = useTexts(texts);
  const { version } = route.useSearch();
  const release = useQuery(releaseQuery(version));
  const above = <Anchor component={Link} to="/design" size="sm">← {t("design")}</Anchor>;
  if (!release.data) return <Page title={t("release", { version })} above={above}><Answered query={release}>{() => null}</Answered></Page>;
  return <Release release={release.data} above={above} />;
}

function Release({ release, above }: { release: Versioned<Detail>; above: ReactNode }) {
  const t = useTexts(texts);
  const r = release.body;
  return (
    <Page
      title={t("release", { version: r.version })} above={above} actions={<Steps release={release} />}
      badges={<>{(r.channels ?? []).map((x) => <Badge key={x}>{x}</Badge>)}<Retired release={r} /></>}
      lead={<>{r.name} · <FormattedDate value={r.releasedAt} dateStyle="long" /></>}
    >
      <div className="p-stack">
        <section className="p-card p-pad">
          <Title order={2} mb="sm">{r.since ? t("changes.since", { version: r.since }) : t("changes.title")}</Title>
          <DesignChanges list={r.changes ?? []} />
        </section>
        <Shown release={r} />
        <section className="p-card p-pad"><Title order={2} mb="sm">{t("findings")}</Title><Findings list={r.findings ?? []} /></section>
        <section className="p-card p-pad">
          <Title order={2} mb="sm">{t("sites", { n: r.sites?.length ?? 0 })}</Title>
          <Group gap="xs">{(r.sites ?? []).map((s) => <Badge key={s.key} color="gray" size="lg">{s.key} · {s.channel}</Badge>)}</Group>
          <Title order={2} mt="lg" mb="sm">{t("parts")}</Title>
          <Text size="sm">{(r.parts ?? []).join(", ")}</Text>
          <Text size="sm" c="dimmed" mt="sm">{t("brands")}: {(r.brands ?? []).join(", ")}</Text>
        </section>
      </div>
    </Page>
  );
}

function Steps({ release: { body: r, version } }: { release: Versioned<Detail> }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const notify = useNotify();
  const queries = useQueryClient();
  const [retiring, setRetiring] = useState(false);
  const may = useMay({ action: "publish", type: "@design-system" });
  const reason = may.known && !may.allowed && c("error.403");
  const path = { version: r.version };
  const keep = useMutation({
    mutationFn: () => ask(api.DELETE("/api/v1/design-system/releases/{version}/retirement", { params: { path, header: ifMatch(version) } })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["design"] });
      notify.done(t("kept", { version: r.version }));
    },
    onError: notify.failed,
  });
  const download = useMutation({
    mutationFn: () => ask(api.GET("/api/v1/design-system/releases/{version}/files", { params: { path } })),
    onSuccess: ({ data }) => save(`design-system-${r.version}.zip`, "application/zip", zip(data ?? [])),
    onError: notify.failed,
  });
  return (
    <>
      <Button variant="default" leftSection={<IconDownload size={16} />} loading={download.isPending} onClick={() => download.mutate()}>{t("export")}</Button>
      {r.retirement
        ? <Action variant="default" reason={reason} loading={keep.isPending} onClick={() => keep.mutate()}>{t("keep")}</Action>
        : <Action variant="default" reason={reason} onClick={() => setRetiring(true)}>{t("retire")}</Action>}
      {retiring && <Retire version={r.version} revision={version} onClose={() => setRetiring(false)} />}
    </>
  );
}

function Retire({ version, revision, onClose }: { version: string; revision: number; onClose: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const notify = useNotify();
  const queries = useQueryClient();
  const others = (useQuery(releasesQuery).data ?? []).filter((r) => r.version !== version && !r.retirement).map((r) => r.version);
  const [sunsetAt, setSunset] = useState("");
  const [successor, setSuccessor] = useState("");
  const retire = useMutation({
    mutationFn: () => ask(api.PUT("/api/v1/design-system/releases/{version}/retirement", {
      params: { path: { version }, header: ifMatch(revision) }, body: { ...(sunsetAt && { sunsetAt }), ...(successor && { successor }) },
    })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["design"] });
      notify.done(t("retired", { version }));
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={t("retire")} closeButtonProps={{ "aria-label": c("close") }}>
      <Stack>
        {retire.error && <Refusal error={retire.error} />}
        <Alert color="yellow">{t("retire.help")}</Alert>
        <When label={t("retire.sunset")} value={sunsetAt} onChange={setSunset} future />
        <Select label={t("retire.successor")} data={others} value={successor || null} clearable onChange={(v) => setSuccessor(v ?? "")} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{c("cancel")}</Button>
          <Button loading={retire.isPending} onClick={() => retire.mutate()}>{t("retire")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
