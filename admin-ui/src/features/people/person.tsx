import { Alert, Anchor, Badge, Group, Modal, SimpleGrid, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { api, ask, ifMatch, type Schemas } from "../../api/client";
import { confirm } from "../../kit/confirm";
import { useForm } from "../../kit/form";
import { useNotify } from "../../kit/notify";
import { useMay } from "../../kit/permissions";
import { type Account, useMe } from "../../kit/session";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { Page } from "../../kit/ui/page";
import { Answered } from "../../kit/ui/states";
import { Access } from "./access";
import { type Assignment, Assignments, assignmentsOf } from "./assignments";
import { roleFlaws } from "./flaws";
import { checkProfile } from "./invite";
import { PasswordLink } from "./password-link";
import { StateBadge } from "./people";
import { texts } from "./texts";

const route = getRouteApi("/people/$id");

/** PersonPage is one account: what it is called, what it may do and why, and whether it may sign in. */
export default function PersonPage() {
  const t = useTexts(texts);
  const { id } = route.useParams();
  const person = useQuery({ queryKey: ["people", id], queryFn: () => ask(api.GET("/api/v1/accounts/{id}", { params: { path: { id } } })) });
  const above = <Anchor component={Link} to="/people" size="sm">← {t("people")}</Anchor>;
  if (!person.data) return <Page title={t("people")} above={above}><Answered query={person}>{() => null}</Answered></Page>;
  return <Person key={person.data.id} person={person.data} above={above} />;
}

function Person({ person, above }: { person: Account; above: ReactNode }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const me = useMe();
  const may = useMay({ action: "manage", type: "@accounts" });
  const reason = may.known && !may.allowed && c("error.403");
  const badges = <><StateBadge person={person} />{person.id === me.id && <Badge color="gray">{t("you")}</Badge>}</>;
  return (
    <Page title={person.name} lead={person.email} above={above} badges={badges} actions={<States person={person} reason={reason} />}>
      <div className="p-stack">
        <Profile key={person.version} person={person} reason={reason} />
        <Access person={person} />
      </div>
    </Page>
  );
}

interface Values {
  name: string;
  email: string;
  roles: Assignment[];
}

function Profile({ person, reason }: { person: Account; reason: string | false }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const notify = useNotify();
  const queries = useQueryClient();
  const form = useForm<Values, Account>({
    initial: { name: person.name, email: person.email, roles: assignmentsOf(person.roles) },
    check: ({ name, email }) => checkProfile(name, email, t),
    submit: ({ name, email, roles }) => ask(api.PATCH("/api/v1/accounts/{id}", {
      params: { path: { id: person.id }, header: ifMatch(person.version) }, body: changed(person, { name: name.trim(), email: email.trim(), roles }) as never,
    })),
    onDone: (saved) => {
      queries.setQueryData(["people", person.id], saved);
      void queries.invalidateQueries({ queryKey: ["people"] });
      void queries.invalidateQueries({ queryKey: ["access-of", person.id] });
      notify.done(t("saved", { name: saved.name }));
    },
  });
  return (
    <form {...form.form} className="p-card p-pad">
      <Stack>
        <Title order={2}>{t("person.change")}</Title>
        {form.problem && <Alert color="red" role="alert">{form.problem}</Alert>}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput label={t("name")} maxLength={200} {...form.text("name")} />
          <TextInput label={t("email")} type="email" maxLength={254} {...form.text("email")} />
        </SimpleGrid>
        <Assignments value={form.values.roles} onChange={(roles) => form.set({ roles })} flaws={roleFlaws(form.error, c)} />
        <Group><Action type="submit" loading={form.busy} reason={reason}>{c("save")}</Action><Text size="sm" c="dimmed">{t("roles.changed")}</Text></Group>
      </Stack>
    </form>
  );
}

/** changed leaves out what is as it was: sending the roles signs the account out. */
function changed(person: Account, next: Values): Partial<Values> {
  const was: Values = { name: person.name, email: person.email, roles: assignmentsOf(person.roles) };
  return Object.fromEntries(Object.entries(next).filter(([k, v]) => JSON.stringify(v) !== JSON.stringify(was[k as keyof Values])));
}

function States({ person, reason }: { person: Account; reason: string | false }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const notify = useNotify();
  const queries = useQueryClient();
  const [link, setLink] = useState<Schemas["PasswordLinkBody"]>();
  const params = { path: { id: person.id } };
  const { name } = person;
  const shut = useMutation({
    mutationFn: () => ask(person.suspendedAt ? api.POST("/api/v1/accounts/{id}/resume", { params }) : api.POST("/api/v1/accounts/{id}/suspend", { params })),
    onSuccess: (next) => {
      queries.setQueryData(["people", person.id], next);
      void queries.invalidateQueries({ queryKey: ["people"] });
      notify.done(t(next.suspendedAt ? "suspended" : "resumed", { name }));
    },
    onError: notify.failed,
  });
  const suspend = async () => {
    if (person.suspendedAt || await confirm({ title: t("suspend.title", { name }), text: t("suspend.text"), yes: t("suspend"), danger: true })) shut.mutate();
  };
  const end = async () => {
    if (!await confirm({ title: t("endSessions.title", { name }), text: t("endSessions.text"), yes: t("endSessions") })) return;
    await ask(api.DELETE("/api/v1/accounts/{id}/sessions", { params })).then(() => notify.done(t("endSessions.done", { name })), notify.failed);
  };
  const make = async () => {
    if (!await confirm({ title: t("newLink.title", { name }), text: t("newLink.text"), yes: t("newLink") })) return;
    await ask(api.POST("/api/v1/accounts/{id}/password-link", { params })).then(setLink, notify.failed);
  };
  return (
    <>
      <Action variant="default" reason={reason} onClick={() => void make()}>{t("newLink")}</Action>
      <Action variant="default" reason={reason} onClick={() => void end()}>{t("endSessions")}</Action>
      <Action variant="default" reason={reason} loading={shut.isPending} onClick={() => void suspend()}>{t(person.suspendedAt ? "resume" : "suspend")}</Action>
      {link && (
        <Modal opened onClose={() => setLink(undefined)} title={t("link", { name })} size="lg" closeButtonProps={{ "aria-label": c("close") }}>
          <PasswordLink link={link} onClose={() => setLink(undefined)} />
        </Modal>
      )}
    </>
  );
}
