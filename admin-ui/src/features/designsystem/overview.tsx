import { Alert, Badge, Button, Group, Modal, Select, SimpleGrid, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { FormattedDate } from "react-intl";
import { api, ask, idempotent, ifMatch } from "../../api/client";
import { useForm } from "../../kit/form";
import { useNotify } from "../../kit/notify";
import { useNames } from "../../kit/people";
import { useMay } from "../../kit/permissions";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { Moment } from "../../kit/ui/moment";
import { Page } from "../../kit/ui/page";
import { Answered } from "../../kit/ui/states";
import { Guide } from "./guide";
import { type Channel, channelsQuery, type Draft, draftsQuery, type Release, releasesQuery, versioned } from "./queries";
import { Refusal } from "./refusal";
import { texts } from "./texts";

/** DesignPage shows what sites follow: the channels, the releases, and what is in the making. */
export default function DesignPage() {
  const t = useTexts(texts);
  const c = useTexts(common);
  const [making, setMaking] = useState(false);
  const may = useMay({ action: "create", type: "@design-system" });
  const releases = useQuery(releasesQuery);
  const channels = useQuery(channelsQuery);
  const drafts = useQuery(draftsQuery);
  const create = <Action leftSection={<IconPlus size={16} />} reason={may.known && !may.allowed && c("error.403")} onClick={() => setMaking(true)}>{t("new")}</Action>;
  return (
    <Page title={t("design")} lead={t("lead")} actions={create}>
      <div className="p-stack">
        <section aria-label={t("channels")}>
          <Answered query={channels}>
            {(list) => <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>{list.map((x) => <ChannelCard key={x.name} channel={x} releases={releases.data ?? []} />)}</SimpleGrid>}
          </Answered>
        </section>
        <section className="p-card">
          <Title order={2} p="md">{t("drafts")}</Title>
          <Answered query={drafts}>{(list) => (list.length === 0 ? <Text c="dimmed" px="md" pb="md">{t("drafts.empty")}</Text> : <Drafts list={list} />)}</Answered>
        </section>
        <section className="p-card">
          <Title order={2} p="md">{t("releases")}</Title>
          <Answered query={releases}>{(list) => <Releases list={list} />}</Answered>
        </section>
        <Guide />
      </div>
      {making && <NewDraft releases={releases.data ?? []} onClose={() => setMaking(false)} />}
    </Page>
  );
}

function ChannelCard({ channel: x, releases }: { channel: Channel; releases: Release[] }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const [moving, setMoving] = useState(false);
  const may = useMay({ action: "publish", type: "@design-system" });
  return (
    <article className="p-card p-pad p-channel">
      <Group justify="space-between"><Title order={2}>{x.name}</Title><Badge size="lg">{x.version}</Badge></Group>
      <Text size="sm" c="dimmed">
        {t("sites", { n: x.sites?.length ?? 0 })}{x.updatedAt && <> · <Moment at={x.updatedAt} /></>}
      </Text>
      {(x.sites?.length ?? 0) > 0 && <Text size="sm" lineClamp={2}>{(x.sites ?? []).join(", ")}</Text>}
      <Action mt="auto" variant="default" size="compact-sm" reason={may.known && !may.allowed && c("error.403")} onClick={() => setMoving(true)}>{t("channel.move")}</Action>
      {moving && <Move channel={x} releases={releases} onClose={() => setMoving(false)} />}
    </article>
  );
}

function Move({ channel: x, releases, onClose }: { channel: Channel; releases: Release[]; onClose: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const notify = useNotify();
  const queries = useQueryClient();
  const [version, setVersion] = useState(x.version);
  const move = useMutation({
    mutationFn: async () => {
      const path = { channel: x.name };
      const now = await versioned(api.GET("/api/v1/design-system/channels/{channel}", { params: { path } }));
      return ask(api.PUT("/api/v1/design-system/channels/{channel}", { params: { path, header: ifMatch(now.version) }, body: { version } }));
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["design"] });
      notify.done(t("channel.moved", { name: x.name, version }));
      onClose();
    },
  });
  const possible = releases.filter((r) => !r.retirement?.withdrawnAt).map((r) => r.version);
  return (
    <Modal opened onClose={onClose} title={t("channel", { name: x.name })} closeButtonProps={{ "aria-label": c("close") }}>
      <Stack>
        {move.error && <Refusal error={move.error} />}
        <Text c="dimmed">{t("channel.move.help")}</Text>
        <Select label={t("version")} data={possible} value={version} allowDeselect={false} onChange={(v) => v && setVersion(v)} searchable />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{c("cancel")}</Button>
          <Button loading={move.isPending} disabled={version === x.version} onClick={() => move.mutate()}>{t("channel.move")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Drafts({ list }: { list: Draft[] }) {
  const t = useTexts(texts);
  const name = useNames();
  return (
    <div className="p-table">
      <Table highlightOnHover>
        <Table.Tbody>
          {list.map((d) => (
            <Table.Tr key={d.id}>
              <Table.Th scope="row">
                <Link to="/design/drafts/$id" params={{ id: d.id }} className="p-name" dir="auto">{d.name}</Link>
                <Text size="sm" c="dimmed" fw={400}>{t("base", { version: d.base })}</Text>
              </Table.Th>
              <Table.Td><Text size="sm"><Moment at={d.updatedAt} /> · {name(d.updatedBy)}</Text></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

const origins = ["draft", "embedded", "import"] as const;

function Releases({ list }: { list: Release[] }) {
  const t = useTexts(texts);
  const name = useNames();
  return (
    <div className="p-table">
      <Table highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t("version")}</Table.Th><Table.Th scope="col">{t("channels")}</Table.Th><Table.Th scope="col">{t("when")}</Table.Th><Table.Th scope="col">{t("origin")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {list.map((r) => {
            const origin = origins.find((o) => o === r.origin);
            return (
              <Table.Tr key={r.version}>
                <Table.Th scope="row">
                  <Link to="/design/release" search={{ version: r.version }} className="p-name">{r.version}</Link>
                  <Text size="sm" c="dimmed" fw={400}>{t("sites", { n: r.sites?.length ?? 0 })}</Text>
                </Table.Th>
                <Table.Td><Group gap={4}>{(r.channels ?? []).map((x) => <Badge key={x}>{x}</Badge>)}<Retired release={r} /></Group></Table.Td>
                <Table.Td><FormattedDate value={r.releasedAt} dateStyle="medium" /></Table.Td>
                <Table.Td><Text size="sm">{origin ? t(`origin.${origin}`) : r.origin}{r.author && ` · ${name(r.author)}`}</Text></Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** Retired says that a release ends, or has ended. */
export function Retired({ release: r }: { release: Release }) {
  const t = useTexts(texts);
  if (!r.retirement) return null;
  if (r.retirement.withdrawnAt) return <Badge color="red">{t("withdrawn")}</Badge>;
  if (!r.retirement.sunsetAt) return <Badge color="yellow">{t("deprecated")}</Badge>;
  return <Badge color="yellow">{t.rich("retire.until", { date: <FormattedDate key="d" value={r.retirement.sunsetAt} dateStyle="medium" /> })}</Badge>;
}

function NewDraft({ releases, onClose }: { releases: Release[]; onClose: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const go = useNavigate();
  const queries = useQueryClient();
  const form = useForm<{ name: string; base: string }, Draft>({
    initial: { name: "", base: releases[0]?.version ?? "" },
    check: ({ name }) => (name.trim() === "" ? { name: t("draft.name.missing") } : {}),
    submit: ({ name, base }) => ask(api.POST("/api/v1/design-system/drafts", { body: { name: name.trim(), ...(base && { base }) }, headers: idempotent() })),
    onDone: (d) => {
      void queries.invalidateQueries({ queryKey: ["design", "drafts"] });
      void go({ to: "/design/drafts/$id", params: { id: d.id } });
    },
  });
  return (
    <Modal opened onClose={onClose} title={t("new")} closeButtonProps={{ "aria-label": c("close") }}>
      <form {...form.form}>
        <Stack>
          {form.problem && <Alert color="red" role="alert">{form.problem}</Alert>}
          <TextInput label={t("draft.name")} description={t("draft.name.hint")} maxLength={200} data-autofocus {...form.text("name")} />
          <Select
            label={t("version")} data={releases.map((r) => r.version)} value={form.values.base || null} allowDeselect={false} error={form.flaws.base}
            onChange={(v) => form.set({ base: v ?? "" })}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{c("cancel")}</Button>
            <Button type="submit" loading={form.busy}>{t("create")}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
