import { Badge, Button, Group, Select, Table, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch, IconUserPlus, IconUsers } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { FormattedDate } from "react-intl";
import { api, ask } from "../../api/client";
import { language } from "../../kit/language";
import { useMay } from "../../kit/permissions";
import { type Account, useMe } from "../../kit/session";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { Page } from "../../kit/ui/page";
import { Failed, Loading, Note } from "../../kit/ui/states";
import { rolesQuery, useScope } from "../roles/index";
import { Invite } from "./invite";
import { texts } from "./texts";

const route = getRouteApi("/people");

/** PeoplePage lists who works with Portico. */
export default function PeoplePage() {
  const t = useTexts(texts);
  const c = useTexts(common);
  const [inviting, setInviting] = useState(false);
  const may = useMay({ action: "manage", type: "@accounts" });
  const reason = may.known && !may.allowed && c("error.403");
  const invite = <Action leftSection={<IconUserPlus size={16} />} reason={reason} onClick={() => setInviting(true)}>{t("add")}</Action>;
  return (
    <Page title={t("people")} lead={t("lead")} actions={invite}>
      <section className="p-card">
        <Tools />
        <People />
      </section>
      {inviting && <Invite onClose={() => setInviting(false)} />}
    </Page>
  );
}

function Tools() {
  const t = useTexts(texts);
  const locale = useStore(language);
  const { q = "", role } = route.useSearch();
  const go = route.useNavigate();
  const roles = useQuery(rolesQuery).data ?? [];
  const look = useDebouncedCallback((words: string) => void go({ search: (old) => ({ ...old, q: words.trim() || undefined }), replace: true }), 250);
  return (
    <Group p="md" gap="sm" align="flex-end">
      <TextInput
        aria-label={t("search")} placeholder={t("search")} leftSection={<IconSearch size={16} aria-hidden />} defaultValue={q} maxLength={100} w={300}
        onChange={(event) => look(event.currentTarget.value)}
      />
      <Select
        aria-label={t("role")} placeholder={t("role.any")} clearable data={roles.map((r) => ({ value: r.name, label: labelIn(r.label, locale) }))} value={role ?? null}
        onChange={(v) => void go({ search: (old) => ({ ...old, role: v ?? undefined }), replace: true })}
      />
    </Group>
  );
}

function People() {
  const t = useTexts(texts);
  const { q, role } = route.useSearch();
  const list = useInfiniteQuery({
    queryKey: ["people", "list", q, role],
    initialPageParam: "",
    queryFn: async ({ pageParam }) => {
      const query = { "page[size]": 50, ...(pageParam && { "page[after]": pageParam }), ...(q && { q }), ...(role && { role }) };
      return ask(api.GET("/api/v1/accounts", { params: { query } }));
    },
    getNextPageParam: (last) => last.page.next || undefined,
    placeholderData: keepPreviousData,
  });
  if (list.error) return <Failed error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  const people = list.data.pages.flatMap((p) => p.data ?? []);
  if (people.length === 0) return <Note icon={IconUsers} title={t("empty")}>{t("empty.help")}</Note>;
  return (
    <>
      <div className="p-table">
        <Table highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t("name")}</Table.Th><Table.Th scope="col">{t("roles")}</Table.Th><Table.Th scope="col">{t("status")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>{people.map((p) => <Row key={p.id} person={p} />)}</Table.Tbody>
        </Table>
      </div>
      {list.hasNextPage && <Group p="md"><Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("more")}</Button></Group>}
    </>
  );
}

function Row({ person }: { person: Account }) {
  const t = useTexts(texts);
  const scope = useScope();
  const me = useMe();
  const roles = [...new Set((person.roles ?? []).map((r) => r.role))];
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <Link to="/people/$id" params={{ id: person.id }} className="p-name">{person.name}</Link>{person.id === me.id && <Badge ml="xs" color="gray">{t("you")}</Badge>}
        <Text size="sm" c="dimmed" fw={400}>{person.email}</Text>
      </Table.Th>
      <Table.Td>
        <Group gap={4}>
          {roles.length === 0 && <Text size="sm" c="dimmed">{t("roles.none")}</Text>}
          {roles.map((r) => <Badge key={r}>{scope.roleName(r)}</Badge>)}
        </Group>
      </Table.Td>
      <Table.Td>
        <StateBadge person={person} />
        <Text size="sm" c="dimmed">{t.rich("created", { date: <FormattedDate key="d" value={person.createdAt} dateStyle="medium" /> })}</Text>
      </Table.Td>
    </Table.Tr>
  );
}

/** StateBadge says whether somebody can sign in. */
export function StateBadge({ person }: { person: Account }) {
  const t = useTexts(texts);
  if (person.suspendedAt) return <Badge color="red">{t("state.suspended")}</Badge>;
  if (person.invited) return <Badge color="yellow">{t("state.invited")}</Badge>;
  return <Badge color="green">{t("state.active")}</Badge>;
}
