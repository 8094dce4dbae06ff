import { ActionIcon, Badge, Button, Group, Modal, SegmentedControl, Stack, Table, Text, Tooltip } from "@mantine/core";
import { IconKey, IconPlus, IconRefresh, IconTrash } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { FormattedDate } from "react-intl";
import { api, ask, type Schemas } from "../../api/client";
import { confirm } from "../../kit/confirm";
import { useNotify } from "../../kit/notify";
import { useNames } from "../../kit/people";
import { useMay } from "../../kit/permissions";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Moment } from "../../kit/ui/moment";
import { Page } from "../../kit/ui/page";
import { Secret } from "../../kit/ui/secret";
import { Failed, Loading, Note } from "../../kit/ui/states";
import { grantOf, GrantSummary } from "../roles/index";
import { NewKey } from "./new-key";
import { texts } from "./texts";

type Key = Schemas["KeyBody"];
type Made = Schemas["SecretBody"];

const route = getRouteApi("/keys");

/** KeysPage is the keys of machines. A secret is shown once, when it is made. */
export default function KeysPage() {
  const t = useTexts(texts);
  const c = useTexts(common);
  const queries = useQueryClient();
  const { all = false } = route.useSearch();
  const go = route.useNavigate();
  const others = useMay({ action: "read", type: "@accounts" });
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<Made>();
  const onMade = (secret: Made) => {
    setMaking(false);
    setMade(secret);
    void queries.invalidateQueries({ queryKey: ["keys"] });
  };
  const create = <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>{t("new")}</Button>;
  return (
    <Page title={t("keys")} lead={t("lead")} actions={create}>
      {others.allowed && (
        <SegmentedControl
          mb="md" aria-label={t("whose")} value={all ? "all" : "mine"} data={[{ value: "mine", label: t("mine") }, { value: "all", label: t("all") }]}
          onChange={(v) => void go({ search: v === "all" ? { all: true } : {} })}
        />
      )}
      <section className="p-card"><List all={all && others.allowed} onMade={setMade} onNew={() => setMaking(true)} /></section>
      {making && <NewKey onClose={() => setMaking(false)} onMade={onMade} />}
      {made && (
        <Modal opened onClose={() => setMade(undefined)} title={t("secret", { name: made.key.name })} size="lg" closeButtonProps={{ "aria-label": c("close") }}>
          <Stack>
            <Text>{t("secret.help")}</Text>
            <Secret label={t("secret", { name: made.key.name })} value={made.secret} />
            <Text size="sm" c="dimmed">{t("secret.use")} <code className="p-code" lang="en">Authorization: Bearer …</code></Text>
            <Group justify="flex-end"><Button onClick={() => setMade(undefined)}>{c("close")}</Button></Group>
          </Stack>
        </Modal>
      )}
    </Page>
  );
}

function List({ all, onMade, onNew }: { all: boolean; onMade: (secret: Made) => void; onNew: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const list = useInfiniteQuery({
    queryKey: ["keys", all],
    initialPageParam: "",
    queryFn: ({ pageParam }) => ask(api.GET("/api/v1/keys", {
      params: { query: { "page[size]": 50, ...(pageParam && { "page[after]": pageParam }), ...(all && { owner: "*" }) } },
    })),
    getNextPageParam: (last) => last.page.next || undefined,
    placeholderData: keepPreviousData,
  });
  if (list.error) return <Failed error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  const keys = list.data.pages.flatMap((p) => p.data ?? []);
  if (keys.length === 0) return <Note icon={IconKey} title={t("empty")} action={<Button variant="default" onClick={onNew}>{t("new")}</Button>}>{t("empty.help")}</Note>;
  return (
    <>
      <div className="p-table">
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t("key")}</Table.Th><Table.Th scope="col">{t("rights")}</Table.Th><Table.Th scope="col">{t("state")}</Table.Th><Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>{keys.map((k) => <Row key={k.id} k={k} all={all} onMade={onMade} />)}</Table.Tbody>
        </Table>
      </div>
      {list.hasNextPage && <Group p="md"><Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{c("more")}</Button></Group>}
    </>
  );
}

function Row({ k, all, onMade }: { k: Key; all: boolean; onMade: (secret: Made) => void }) {
  const t = useTexts(texts);
  const name = useNames();
  const steps = useSteps(k, onMade);
  const [now] = useState(() => Date.now());
  const live = !k.revokedAt && Date.parse(k.expiresAt) > now;
  const state = k.revokedAt ? "revoked" as const : live ? "live" as const : "ended" as const;
  return (
    <Table.Tr>
      <Table.Th scope="row" className="p-top-cell">
        {k.name}
        <Text size="sm" c="dimmed" fw={400}>
          {all && `${t("owner")} ${name(k.owner)} · `}{t("created")} <Moment at={k.createdAt} /> · {k.usedAt ? <>{t("used")} <Moment at={k.usedAt} /></> : t("never")}
        </Text>
      </Table.Th>
      <Table.Td><GrantSummary grants={(k.grants ?? []).map(grantOf)} /></Table.Td>
      <Table.Td className="p-top-cell">
        <Badge color={{ revoked: "red", live: "green", ended: "gray" }[state]}>{t(state)}</Badge>
        <Text size="sm" c="dimmed" mt={4}>{t("expires")} <FormattedDate value={k.expiresAt} dateStyle="medium" /></Text>
      </Table.Td>
      <Table.Td ta="end" className="p-top-cell">
        {live && (
          <Group gap={4} wrap="nowrap" justify="flex-end">
            <Tooltip label={t("rotate")}><ActionIcon aria-label={t("rotate.name", { name: k.name })} onClick={() => void steps.rotate()}><IconRefresh size={18} /></ActionIcon></Tooltip>
            <Tooltip label={t("revoke")}><ActionIcon aria-label={t("revoke.name", { name: k.name })} onClick={() => void steps.revoke()}><IconTrash size={18} /></ActionIcon></Tooltip>
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function useSteps(k: Key, onMade: (secret: Made) => void) {
  const t = useTexts(texts);
  const notify = useNotify();
  const queries = useQueryClient();
  const params = { path: { id: k.id } };
  const refresh = () => queries.invalidateQueries({ queryKey: ["keys"] });
  const rotating = useMutation({
    mutationFn: () => ask(api.POST("/api/v1/keys/{id}/rotate", { params, body: {} })),
    onSuccess: (made) => {
      onMade(made);
      void refresh();
    },
    onError: notify.failed,
  });
  const revoking = useMutation({
    mutationFn: () => ask(api.DELETE("/api/v1/keys/{id}", { params })),
    onSuccess: () => {
      notify.done(t("revoked.done", { name: k.name }));
      void refresh();
    },
    onError: notify.failed,
  });
  return {
    rotate: async () => {
      if (await confirm({ title: t("rotate.title", { name: k.name }), text: t("rotate.text"), yes: t("rotate"), danger: true })) rotating.mutate();
    },
    revoke: async () => {
      if (await confirm({ title: t("revoke.title", { name: k.name }), text: t("revoke.text"), yes: t("revoke"), danger: true })) revoking.mutate();
    },
  };
}
