import { Alert, Badge, Button, Group, Modal, SegmentedControl, Stack, Table, Text, Textarea, TextInput } from "@mantine/core";
import { IconPackageExport, IconPlus } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { api, ask, idempotent, ifMatch, type Schemas } from "../../api/client";
import { useForm } from "../../kit/form";
import { useNames } from "../../kit/people";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Moment } from "../../kit/ui/moment";
import { Page } from "../../kit/ui/page";
import { Failed, Loading, Note } from "../../kit/ui/states";
import { type State, states } from "./routes";
import { texts } from "./texts";

export type Release = Schemas["ReleaseBody"];

const route = getRouteApi("/releases");
const colors: Record<State, string> = { open: "gray", scheduled: "blue", published: "green", cancelled: "gray" };

/** ReleasesPage lists sets of drafts that go out together. */
export default function ReleasesPage() {
  const t = useTexts(texts);
  const [making, setMaking] = useState(false);
  const { state } = route.useSearch();
  const go = route.useNavigate();
  const create = <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>{t("new")}</Button>;
  return (
    <Page title={t("releases")} lead={t("lead")} actions={create}>
      <div className="p-scroll">
        <SegmentedControl
          mb="md" aria-label={t("state")} value={state ?? "all"} data={(["all", ...states] as const).map((s) => ({ value: s, label: t(`state.${s}`) }))}
          onChange={(v) => {
            const next = states.find((s) => s === v);
            void go({ search: next ? { state: next } : {} });
          }}
        />
      </div>
      <section className="p-card"><List state={state} onNew={() => setMaking(true)} /></section>
      {making && <Rename onClose={() => setMaking(false)} onDone={(r) => void go({ to: "/releases/$id", params: { id: r.id } })} />}
    </Page>
  );
}

function List({ state, onNew }: { state: State | undefined; onNew: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const list = useInfiniteQuery({
    queryKey: ["releases", "list", state],
    initialPageParam: "",
    queryFn: ({ pageParam }) => ask(api.GET("/api/v1/content-releases", {
      params: { query: { "page[size]": 50, ...(pageParam && { "page[after]": pageParam }), ...(state && { state }) } },
    })),
    getNextPageParam: (last) => last.page.next || undefined,
    placeholderData: keepPreviousData,
  });
  if (list.error) return <Failed error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  const rows = list.data.pages.flatMap((p) => p.data ?? []);
  if (rows.length === 0) return <Note icon={IconPackageExport} title={t("empty")} action={<Button variant="default" onClick={onNew}>{t("new")}</Button>}>{t("empty.help")}</Note>;
  return (
    <>
      <div className="p-table">
        <Table highlightOnHover>
          <Table.Thead>
            <Table.Tr><Table.Th scope="col">{t("name")}</Table.Th><Table.Th scope="col">{t("state")}</Table.Th><Table.Th scope="col">{t("when")}</Table.Th></Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((r) => (
              <Table.Tr key={r.id}>
                <Table.Th scope="row">
                  <Link to="/releases/$id" params={{ id: r.id }} className="p-name" dir="auto">{r.name}</Link>
                  <Text size="sm" c="dimmed" fw={400}>{t("items", { n: r.items?.length ?? 0 })}</Text>
                </Table.Th>
                <Table.Td><StateBadge release={r} /></Table.Td>
                <Table.Td><When release={r} /></Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {list.hasNextPage && <Group p="md"><Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{c("more")}</Button></Group>}
    </>
  );
}

export function StateBadge({ release: r }: { release: Release }) {
  const t = useTexts(texts);
  return <Badge color={r.failure ? "red" : colors[r.state]}>{t(`state.${r.state}`)}</Badge>;
}

/** When says what was last, or is next: it goes out, went out, or was made. */
export function When({ release: r }: { release: Release }) {
  const t = useTexts(texts);
  const name = useNames();
  if (r.publishedAt) return <Text size="sm"><Moment at={r.publishedAt} /> · {name(r.publishedBy ?? "")}</Text>;
  if (r.scheduledAt) return <Text size="sm"><Moment at={r.scheduledAt} /> · {name(r.scheduledBy ?? "")}</Text>;
  return <Text size="sm" c="dimmed">{t("when.created")} <Moment at={r.createdAt} /> · {name(r.createdBy)}</Text>;
}

/** Rename asks what a release is called: a new one, or one that is there. */
export function Rename({ release, onClose, onDone }: { release?: Release; onClose: () => void; onDone?: (r: Release) => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const queries = useQueryClient();
  const form = useForm<{ name: string; description: string }, Release>({
    initial: { name: release?.name ?? "", description: release?.description ?? "" },
    check: ({ name }) => (name.trim() === "" ? { name: t("name.missing") } : {}),
    submit: ({ name, description }) => {
      const body = { name: name.trim(), description: description.trim() };
      if (!release) return ask(api.POST("/api/v1/content-releases", { body, headers: idempotent() }));
      return ask(api.PUT("/api/v1/content-releases/{id}", { params: { path: { id: release.id }, header: ifMatch(release.version) }, body }));
    },
    onDone: (r) => {
      queries.setQueryData(["releases", r.id], r);
      void queries.invalidateQueries({ queryKey: ["releases", "list"] });
      onClose();
      onDone?.(r);
    },
  });
  return (
    <Modal opened onClose={onClose} title={release ? t("rename") : t("new")} closeButtonProps={{ "aria-label": c("close") }}>
      <form {...form.form}>
        <Stack>
          {form.problem && <Alert color="red" role="alert">{form.problem}</Alert>}
          <TextInput label={t("name")} maxLength={200} data-autofocus {...form.text("name")} />
          <Textarea label={t("description")} autosize minRows={2} maxRows={6} maxLength={2000} {...form.text("description")} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{c("cancel")}</Button>
            <Button type="submit" loading={form.busy}>{release ? c("save") : t("create")}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
