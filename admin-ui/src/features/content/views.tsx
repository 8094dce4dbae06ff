import { ActionIcon, Alert, Button, Checkbox, Divider, Group, Popover, Stack, Text, TextInput } from "@mantine/core";
import { IconBookmark, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api, ask, type Schemas } from "../../api/client";
import { useForm } from "../../kit/form";
import { useNotify } from "../../kit/notify";
import { useMe } from "../../kit/session";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { type ListSearch, readSearch } from "./search";
import { texts } from "./texts";

type View = Schemas["ViewBody"];

const viewsQuery = { queryKey: ["views"], queryFn: async () => (await ask(api.GET("/api/v1/views"))).data ?? [] };

/** Views are lists that were kept under a name: one's own, and those of the team. */
export function Views({ search }: { search: ListSearch; change: (patch: ListSearch) => void }) {
  const t = useTexts(texts);
  const [opened, setOpened] = useState(false);
  const views = useQuery({ ...viewsQuery, enabled: opened });
  const me = useMe();
  const groups = [
    { title: t("views.mine"), list: (views.data ?? []).filter((v) => v.owner === me.id) },
    { title: t("views.team"), list: (views.data ?? []).filter((v) => v.owner !== me.id) },
  ].filter((g) => g.list.length > 0);
  return (
    <Popover width={320} position="bottom-end" trapFocus shadow="md" opened={opened} onChange={setOpened}>
      <Popover.Target>
        <Button variant="default" leftSection={<IconBookmark size={16} />} onClick={() => setOpened(!opened)}>{t("views")}</Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          {groups.length === 0 && <Text size="sm" c="dimmed">{t("views.none")}</Text>}
          {groups.map((group) => (
            <div key={group.title}>
              <Text size="xs" c="dimmed" fw={600} mb={4}>{group.title}</Text>
              {group.list.map((v) => <One key={v.id} view={v} mine={v.owner === me.id} onGo={() => setOpened(false)} />)}
            </div>
          ))}
          <Divider />
          <Save search={search} />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function One({ view, mine, onGo }: { view: View; mine: boolean; onGo: () => void }) {
  const t = useTexts(texts);
  const notify = useNotify();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => ask(api.DELETE("/api/v1/views/{id}", { params: { path: { id: view.id } } })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["views"] });
      notify.done(t("views.deleted", { name: view.name }));
    },
    onError: notify.failed,
  });
  return (
    <Group gap="xs" wrap="nowrap">
      <Link to="/content" search={readSearch(view.query as Record<string, unknown>)} className="p-place" onClick={onGo}>{view.name}</Link>
      {mine && <ActionIcon ml="auto" aria-label={t("views.delete", { name: view.name })} onClick={() => remove.mutate()}><IconTrash size={16} /></ActionIcon>}
    </Group>
  );
}

function Save({ search }: { search: ListSearch }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const notify = useNotify();
  const queries = useQueryClient();
  const form = useForm({
    initial: { name: "", team: false },
    check: ({ name }) => (name.trim() === "" ? { name: c("field.required") } : {}),
    submit: ({ name, team }) => ask(api.POST("/api/v1/views", { body: { name: name.trim(), team, query: { ...search } } })),
    onDone: () => {
      void queries.invalidateQueries({ queryKey: ["views"] });
      notify.done(t("views.saved", { name: form.values.name.trim() }));
      form.set({ name: "", team: false });
    },
  });
  return (
    <form {...form.form}>
      <Stack gap="xs">
        {form.problem && <Alert color="red" role="alert">{form.problem}</Alert>}
        <TextInput label={t("views.name")} maxLength={100} {...form.text("name")} />
        <Checkbox label={t("views.team.share")} checked={form.values.team} onChange={(e) => form.set({ team: e.currentTarget.checked })} />
        <Button type="submit" variant="light" loading={form.busy}>{t("views.save")}</Button>
      </Stack>
    </form>
  );
}
