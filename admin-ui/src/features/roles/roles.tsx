import { Badge, Button, Group, Select, Text, Title } from "@mantine/core";
import { IconCopy, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { api, ask, ifMatch, type Schemas } from "../../api/client";
import { confirm } from "../../kit/confirm";
import { language } from "../../kit/language";
import { useNotify } from "../../kit/notify";
import { useMay } from "../../kit/permissions";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { Page } from "../../kit/ui/page";
import { Answered } from "../../kit/ui/states";
import { GrantSummary, where } from "./grants";
import { type Grant, grantOf, reach } from "./rights";
import { RightsGrid } from "./rights-grid";
import { RoleForm } from "./role-form";
import { rolesQuery, useScope } from "./scope";
import { texts } from "./texts";

type Role = Schemas["RoleBody"];

const route = getRouteApi("/roles");

/** RolesPage shows the roles, what each may do, and lets those of one's own be changed. */
export default function RolesPage() {
  const t = useTexts(texts);
  const c = useTexts(common);
  const roles = useQuery(rolesQuery);
  const may = useMay({ action: "manage", type: "@accounts" });
  const reason = may.known && !may.allowed && c("error.403");
  const go = route.useNavigate();
  const create = <Action leftSection={<IconPlus size={16} />} reason={reason} onClick={() => void go({ search: { role: "new", edit: true } })}>{t("new")}</Action>;
  return (
    <Page title={t("roles")} lead={t("lead")} actions={create}>
      <Answered query={roles}>{(list) => <Roles list={list} reason={reason} />}</Answered>
    </Page>
  );
}

function Roles({ list, reason }: { list: Role[]; reason: string | false }) {
  const t = useTexts(texts);
  const locale = useStore(language);
  const search = route.useSearch();
  const chosen = list.find((r) => r.name === search.role) ?? list[0];
  const from = list.find((r) => r.name === search.from);
  const making = search.role === "new";
  return (
    <div className="p-sides">
      <nav className="p-card p-side" aria-label={t("roles")}>
        {list.map((r) => (
          <Link
            key={r.name} to="/roles" search={{ role: r.name, site: search.site, locale: search.locale }} className="p-side-item"
            aria-current={!making && r.name === chosen?.name ? "true" : undefined} activeProps={{}}
          >
            <span>{labelIn(r.label, locale)}</span>
            <Text span size="xs" c="dimmed">{r.builtIn ? t("builtIn") : t("rules", { n: r.grants?.length ?? 0 })}</Text>
          </Link>
        ))}
      </nav>
      {making ? <RoleForm from={from} /> : chosen && (search.edit && !chosen.builtIn ? <RoleForm key={chosen.name} role={chosen} /> : <Shown role={chosen} reason={reason} />)}
    </div>
  );
}

function Shown({ role, reason }: { role: Role; reason: string | false }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const locale = useStore(language);
  const go = route.useNavigate();
  const remove = useRemove(role);
  const name = labelIn(role.label, locale);
  const grants = (role.grants ?? []).map(grantOf);
  return (
    <div className="p-stack">
      <section className="p-card p-pad">
        <Group justify="space-between" align="flex-start">
          <div>
            <Group gap="xs"><Title order={2}>{name}</Title>{role.builtIn && <Badge color="gray">{t("builtIn")}</Badge>}</Group>
            <Text c="dimmed" mt={2}>{labelIn(role.description, locale)}</Text>
          </div>
          <Group gap="xs">
            <Action variant="default" leftSection={<IconCopy size={16} />} reason={reason} onClick={() => void go({ search: { role: "new", edit: true, from: role.name } })}>{t("copy")}</Action>
            {!role.builtIn && (
              <>
                <Action variant="default" leftSection={<IconPencil size={16} />} reason={reason} onClick={() => void go({ search: { role: role.name, edit: true } })}>{c("edit")}</Action>
                <Action variant="default" leftSection={<IconTrash size={16} />} reason={reason} onClick={() => void remove()}>{c("delete")}</Action>
              </>
            )}
          </Group>
        </Group>
        {role.builtIn && <Text size="sm" c="dimmed" mt="sm">{t("builtIn.help")}</Text>}
      </section>
      <Matrix name={name} grants={grants} />
      <section className="p-card p-pad">
        <Title order={2} mb="sm">{t("rules.title")}</Title>
        <GrantSummary grants={grants} />
      </section>
      <Holders role={role.name} />
    </div>
  );
}

function Matrix({ name, grants }: { name: string; grants: Grant[] }) {
  const t = useTexts(texts);
  const scope = useScope();
  const { site = "", locale = "" } = route.useSearch();
  const go = route.useNavigate();
  const cell = (type: string, action: string) => {
    const found = reach(grants, action, type, site, locale);
    const why = found.limits.map((l) => t("limits", { what: where(l, scope, t("any.fields")) })).join(" — ");
    return { how: found.how, ...(why && { why }) };
  };
  return (
    <section className="p-card">
      <Group p="md" justify="space-between" align="flex-end">
        <div>
          <Title order={2}>{t("matrix", { name })}</Title>
          <Text size="sm" c="dimmed">{t("matrix.help")}</Text>
        </div>
        <Group gap="xs">
          <Select
            aria-label={t("site")} placeholder={t("any.sites")} data={scope.sites} value={site || null} clearable searchable w={190}
            onChange={(v) => void go({ search: (old) => ({ ...old, site: v ?? undefined }), replace: true })}
          />
          <Select
            aria-label={t("locale")} placeholder={t("any.locales")} data={scope.locales} value={locale || null} clearable searchable w={190}
            onChange={(v) => void go({ search: (old) => ({ ...old, locale: v ?? undefined }), replace: true })}
          />
        </Group>
      </Group>
      <RightsGrid label={t("matrix", { name })} cell={cell} />
    </section>
  );
}

function Holders({ role }: { role: string }) {
  const t = useTexts(texts);
  const people = useQuery({
    queryKey: ["people", { role }],
    queryFn: async () => (await ask(api.GET("/api/v1/accounts", { params: { query: { role, "page[size]": 50 } } }))).data ?? [],
  });
  return (
    <section className="p-card p-pad">
      <Title order={2} mb="sm">{t("people")}</Title>
      <Answered query={people}>
        {(list) => (list.length === 0 ? <Text c="dimmed">{t("people.none")}</Text> : (
          <Group gap="xs">
            {list.map((p) => <Button key={p.id} size="compact-sm" variant="default" component={Link} to={`/people/${p.id}` as string}>{p.name}</Button>)}
          </Group>
        ))}
      </Answered>
    </section>
  );
}

function useRemove(role: Role) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const locale = useStore(language);
  const notify = useNotify();
  const queries = useQueryClient();
  const go = route.useNavigate();
  return async () => {
    const yes = await confirm({ title: t("delete.title", { name: labelIn(role.label, locale) }), text: t("delete.text"), yes: c("delete"), danger: true });
    if (!yes) return;
    try {
      await ask(api.DELETE("/api/v1/roles/{name}", { params: { path: { name: role.name }, header: ifMatch(role.version) } }));
      void go({ search: {} });
      await queries.invalidateQueries({ queryKey: ["roles"] });
      notify.done(t("deleted"));
    } catch (error) {
      notify.failed(error);
    }
  };
}
