import { Alert, Badge, Button, Group, PasswordInput, SimpleGrid, Stack, Table, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, ask } from "../../api/client";
import { Problem } from "../../api/problem";
import { type Flaws, useForm } from "../../kit/form";
import { useMe } from "../../kit/session";
import { useTexts } from "../../kit/texts";
import { Moment } from "../../kit/ui/moment";
import { useNotify } from "../../kit/notify";
import { Page } from "../../kit/ui/page";
import { Answered } from "../../kit/ui/states";
import { agentOf } from "./agent";
import { texts } from "./texts";

/** AccountPage is what people set for themselves: their password, and where they are signed in. */
export default function AccountPage() {
  const t = useTexts(texts);
  const me = useMe();
  return (
    <Page title={t("account")} lead={t("account.lead")}>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <section className="p-card p-pad"><Password /></section>
        <section className="p-card p-pad">
          <Title order={2} mb="sm">{t("roles")}</Title>
          <Group gap="xs">
            {(me.roles ?? []).map((r) => <Badge key={r.role} size="lg">{r.role}</Badge>)}
          </Group>
          <Text mt="md">{me.name}</Text>
          <Text c="dimmed">{me.email}</Text>
        </section>
      </SimpleGrid>
      <Sessions />
    </Page>
  );
}

function Password() {
  const t = useTexts(texts);
  const notify = useNotify();
  const form = useForm({
    initial: { current: "", password: "" },
    check: ({ current, password }) => {
      const flaws: Flaws<{ current: string; password: string }> = {};
      if (current === "") flaws.current = t("password.missing");
      if ([...password].length < 8 || [...password].length > 200) flaws.password = t("password.bad");
      return flaws;
    },
    submit: (body) => ask(api.POST("/api/v1/me/password", { body })),
    onDone: () => {
      form.set({ current: "", password: "" });
      notify.done(t("password.changed"));
    },
  });
  const wrong = form.error instanceof Problem && (form.error.status === 401 || form.error.status === 403);
  const toggle = { "aria-label": t("password.toggle") };
  return (
    <form {...form.form}>
      <Stack>
        <Title order={2}>{t("password.change")}</Title>
        {form.problem && <Alert color="red" role="alert">{wrong ? t("password.wrong") : form.problem}</Alert>}
        <PasswordInput label={t("password.now")} autoComplete="current-password" visibilityToggleButtonProps={toggle} {...form.text("current")} />
        <PasswordInput
          label={t("password.new")} description={t("password.hint")} autoComplete="new-password" visibilityToggleButtonProps={toggle} {...form.text("password")}
        />
        <Group><Button type="submit" loading={form.busy}>{t("password.change")}</Button></Group>
      </Stack>
    </form>
  );
}

function Sessions() {
  const t = useTexts(texts);
  const queries = useQueryClient();
  const notify = useNotify();
  const list = useQuery({ queryKey: ["sessions"], queryFn: () => ask(api.GET("/api/v1/me/sessions")) });
  const refresh = () => queries.invalidateQueries({ queryKey: ["sessions"] });
  const end = useMutation({
    mutationFn: (id: string) => ask(api.DELETE("/api/v1/me/sessions/{id}", { params: { path: { id } } })),
    onSuccess: refresh, onError: notify.failed,
  });
  const endOthers = useMutation({
    mutationFn: () => ask(api.DELETE("/api/v1/me/sessions")),
    onSuccess: () => {
      void refresh();
      notify.done(t("end.others.done"));
    },
    onError: notify.failed,
  });
  return (
    <section className="p-card p-gap">
      <Group justify="space-between" p="md">
        <Title order={2}>{t("sessions")}</Title>
        <Button variant="default" onClick={() => endOthers.mutate()} loading={endOthers.isPending}>{t("end.others")}</Button>
      </Group>
      <Answered query={list}>
        {({ data }) => (
          <Table>
            <Table.Tbody>
              {(data ?? []).map((s) => (
                <Table.Tr key={s.id}>
                  <Table.Td><Text size="sm" title={s.agent}>{sayAgent(t, s.agent)}</Text><Text size="sm" c="dimmed">{s.address}</Text></Table.Td>
                  <Table.Td><Text size="sm">{t("seen")} <Moment at={s.seenAt} /></Text></Table.Td>
                  <Table.Td ta="end">
                    {s.current ? <Badge color="green">{t("current")}</Badge> : (
                      <Button size="compact-sm" variant="default" onClick={() => end.mutate(s.id)}>{t("end")}</Button>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Answered>
    </section>
  );
}

/** sayAgent says which browser on which system a session is of. */
function sayAgent(t: ReturnType<typeof useTexts<typeof texts>>, agent: string): string {
  const { browser, system } = agentOf(agent);
  return t(browser && system ? "agent.both" : browser || system ? "agent.one" : "agent.none", { browser: browser || system, system });
}
