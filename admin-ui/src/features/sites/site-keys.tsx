import { Alert, Badge, Button, Code, CopyButton, Group, Modal, Stack, Table, Text, TextInput, VisuallyHidden } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { IconKey } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, ask } from "../../api/client";
import { confirm } from "../../kit/confirm";
import { useForm } from "../../kit/form";
import { language } from "../../kit/language";
import { useNotify } from "../../kit/notify";
import { useMay } from "../../kit/permissions";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { Moment } from "../../kit/ui/moment";
import { Answered, Note } from "../../kit/ui/states";
import { type Site, todayIs } from "./model";
import { texts } from "./texts";

const most = 2;

/** SiteKeys are the keys with which a private site gets its parts. Two are alive at most, so that they can be changed without an outage. */
export function SiteKeys({ site }: { site: Site }) {
  const t = useTexts(texts);
  const notify = useNotify();
  const queries = useQueryClient();
  const path = { path: { key: site.key } };
  const manage = useMay({ action: "manage", type: "@sites", site: site.key });
  const list = useQuery({ queryKey: ["sites", site.key, "keys"], queryFn: async () => (await ask(api.GET("/api/v1/sites/{key}/keys", { params: path }))).data ?? [] });
  const refresh = () => queries.invalidateQueries({ queryKey: ["sites", site.key, "keys"] });
  const [making, setMaking] = useState(false);
  const revoke = useMutation({
    mutationFn: (id: string) => ask(api.DELETE("/api/v1/sites/{key}/keys/{id}", { params: { path: { key: site.key, id } } })),
    onSuccess: () => {
      void refresh();
      notify.done(t("keys.revoked"));
    },
    onError: notify.failed,
  });
  const end = async (id: string, name: string) => (await confirm({ title: t("keys.revoke.title", { name }), text: t("keys.revoke.text"), yes: t("keys.revoke"), danger: true })) && revoke.mutate(id);
  const live = (list.data ?? []).filter((k) => k.live).length;
  const reason = manage.known && !manage.allowed ? t("keys.denied") : live >= most && t("keys.two");
  const make = <Action leftSection={<IconKey size={16} />} reason={reason} onClick={() => setMaking(true)}>{t("keys.make")}</Action>;
  return (
    <Stack>
      {!site.private && <Alert color="blue">{t("keys.public")}</Alert>}
      <Group justify="space-between" align="start"><Text c="dimmed" maw={640}>{t("keys.lead")}</Text>{make}</Group>
      <section className="p-card p-table" aria-label={t("tab.keys")}>
        <Answered query={list}>
          {(keys) => keys.length === 0 ? <Note icon={IconKey} title={t("keys.none")}>{t("keys.none.help")}</Note> : (
            <Table>
              <Table.Thead><Table.Tr><Table.Th>{t("keys.name")}</Table.Th><Table.Th>{t("keys.made")}</Table.Th><Table.Th>{t("keys.ends")}</Table.Th><Table.Th>{t("status")}</Table.Th><Table.Th><VisuallyHidden>{t("keys.revoke")}</VisuallyHidden></Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>
                {keys.map((k) => (
                  <Table.Tr key={k.id}>
                    <Table.Td>{k.name}</Table.Td>
                    <Table.Td><Moment at={k.createdAt} /></Table.Td>
                    <Table.Td>{k.expiresAt ? <Moment at={k.expiresAt} /> : t("keys.never")}</Table.Td>
                    <Table.Td>{k.live ? <Badge color="green">{t("keys.live")}</Badge> : <Badge color="gray">{k.revokedAt ? t("keys.isRevoked") : t("keys.expired")}</Badge>}</Table.Td>
                    <Table.Td ta="end">{k.live && <Button size="compact-sm" variant="default" onClick={() => void end(k.id, k.name)}>{t("keys.revoke")}</Button>}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )}
        </Answered>
      </section>
      {making && <MakeKey site={site} onMade={refresh} onClose={() => setMaking(false)} />}
    </Stack>
  );
}

function MakeKey({ site, onMade, onClose }: { site: Site; onMade: () => void; onClose: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const lang = useStore(language);
  const [key, setKey] = useState<string>();
  const form = useForm({
    initial: { name: "", expiresAt: "" },
    check: (v) => (v.name.trim() === "" ? { name: t("required") } : {}),
    submit: (v) => ask(api.POST("/api/v1/sites/{key}/keys", { params: { path: { key: site.key } }, body: { name: v.name, ...(v.expiresAt ? { expiresAt: `${v.expiresAt}T23:59:59Z` } : {}) } })),
    onDone: (made) => {
      setKey(made.key);
      onMade();
    },
  });
  return (
    <Modal opened onClose={onClose} title={key ? t("keys.made.title") : t("keys.make")} closeOnClickOutside={!key} closeButtonProps={{ "aria-label": c("close") }}>
      {key ? (
        <Stack>
          <Text>{t("keys.once")}</Text>
          <Code block className="p-secret">{key}</Code>
          <Group justify="flex-end">
            <CopyButton value={key}>{({ copied, copy }) => <Button variant="default" onClick={copy}>{copied ? t("copied") : t("copy")}</Button>}</CopyButton>
            <Button onClick={onClose}>{t("keys.kept")}</Button>
          </Group>
        </Stack>
      ) : (
        <form {...form.form}>
          <Stack>
            {form.problem && <Alert color="red" role="alert">{form.problem}</Alert>}
            <TextInput label={t("keys.name")} description={t("keys.name.help")} maxLength={100} data-autofocus {...form.text("name")} />
            <DateInput label={t("keys.ends")} description={t("keys.ends.help")} clearable clearButtonProps={{ "aria-label": c("clear") }} locale={lang} minDate={todayIs()} value={form.values.expiresAt || null} onChange={(d) => form.set({ expiresAt: d ?? "" })} error={form.flaws.expiresAt} />
            <Group justify="flex-end"><Button variant="default" onClick={onClose}>{c("cancel")}</Button><Button type="submit" loading={form.busy}>{t("keys.make")}</Button></Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
