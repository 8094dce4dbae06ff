import { ActionIcon, Button, Group, Menu, Modal, Select, Stack, Text } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp, IconDeviceFloppy, IconDots, IconGitBranch, IconHistory, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, ask, idempotent, ifMatch } from "../../api/client";
import { Problem } from "../../api/problem";
import { confirm } from "../../kit/confirm";
import { language } from "../../kit/language";
import { type ContentType, sitesQuery } from "../../kit/model";
import { useNotify } from "../../kit/notify";
import { useMay } from "../../kit/permissions";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { MenuAction } from "../../kit/ui/menu-action";
import { Picker } from "./picker";
import { useStateActions } from "./state-actions";
import type { EntryStore } from "./store";
import { texts } from "./texts";

interface Props {
  store: EntryStore;
  type: ContentType;
  title: string;
  show: (panel: "history") => void;
}

/** ActionsMenu holds what is done to an entry less often. */
export function ActionsMenu({ store, type, title, show }: Props) {
  const t = useTexts(texts);
  const notify = useNotify();
  const queries = useQueryClient();
  const go = useNavigate();
  const entry = useStore(store.entry);
  const [overriding, setOverriding] = useState(false);
  const [replacing, setReplacing] = useState(false);
  const remove = useMay({ action: "delete", type: entry.type, site: entry.space });
  const state = useStateActions(store, type);
  const params = () => ({ path: { id: entry.id }, header: ifMatch(store.entry.get().version) });
  const attempt = async (act: () => Promise<void>) => {
    try {
      await store.save();
      await act();
      void queries.invalidateQueries({ queryKey: ["entries"] });
    } catch (error) {
      notify.failed(error);
    }
  };
  const trash = () => attempt(async () => {
    if (!(await confirm({ title: t("trash.title", { title }), text: t("trash.text"), yes: t("trash"), danger: true }))) return;
    await throwAway();
  });
  const throwAway = async (replacement?: string) => {
    try {
      await ask(api.DELETE("/api/v1/entries/{id}", { params: { ...params(), query: replacement ? { replacement } : {} } }));
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 409 || replacement) throw error;
      const choose = await confirm({ title: t("trash.used.title"), text: t("trash.used"), yes: t("trash.replace") });
      if (choose) setReplacing(true);
      return;
    }
    const restore = () => void ask(api.POST("/api/v1/entries/{id}/restore", { params: { path: { id: entry.id } } })).then(() => queries.invalidateQueries({ queryKey: ["entries"] }), notify.failed);
    notify.done(t("trashed", { title }), restore);
    await go({ to: "/content", search: { type: entry.type } });
  };
  const named = () => attempt(async () => {
    await store.save(true);
    if (store.saving.get().state === "saved") notify.done(t("save.named", { n: store.entry.get().version }));
  });
  return (
    <>
      <Menu portalProps={{ target: "#main" }}>
        <Menu.Target><ActionIcon size="input-sm" variant="default" aria-label={t("actions")}><IconDots size={18} /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconDeviceFloppy size={16} />} onClick={() => void named()}>{t("save")}</Menu.Item>
          <Menu.Item leftSection={<IconArrowBackUp size={16} />} onClick={store.undo}>{t("undo")}</Menu.Item>
          <Menu.Item leftSection={<IconArrowForwardUp size={16} />} onClick={store.redo}>{t("redo")}</Menu.Item>
          <Menu.Item leftSection={<IconHistory size={16} />} onClick={() => show("history")}>{t("history")}</Menu.Item>
          <Menu.Divider />
          {state.items}
          {entry.space === "shared" && <Menu.Item leftSection={<IconGitBranch size={16} />} onClick={() => setOverriding(true)}>{t("override")}</Menu.Item>}
          {!entry.trashedAt && <MenuAction danger icon={<IconTrash size={16} />} reason={remove.known && !remove.allowed && t("trash.denied")} onClick={() => void trash()}>{t("trash")}</MenuAction>}
        </Menu.Dropdown>
      </Menu>
      {replacing && (
        <Picker
          to={[entry.type]} locale={language.get()} taken={[`${entry.type}/${entry.id}`]} onClose={() => setReplacing(false)}
          choose={(r) => {
            setReplacing(false);
            void attempt(() => throwAway(r.$ref.split("/")[1]));
          }}
        />
      )}
      {state.dialogs}
      {overriding && <Override store={store} type={type} onClose={() => setOverriding(false)} />}
    </>
  );
}

/** Override makes a version of its own for one site. */
function Override({ store, type, onClose }: { store: EntryStore; type: ContentType; onClose: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const notify = useNotify();
  const go = useNavigate();
  const sites = useQuery(sitesQuery);
  const { id } = useStore(store.entry);
  const [site, setSite] = useState<string | null>(null);
  const may = useMay({ action: "create", type: type.name, site: site ?? "" }, site !== null);
  const make = useMutation({
    mutationFn: (key: string) => ask(api.POST("/api/v1/entries/{id}/override", { params: { path: { id } }, body: { site: key }, headers: idempotent() })),
    onSuccess: (entry) => {
      onClose();
      void go({ to: "/content/$id", params: { id: entry.id } });
    },
    onError: notify.failed,
  });
  return (
    <Modal opened onClose={onClose} title={t("override")} closeButtonProps={{ "aria-label": c("close") }}>
      <Stack>
        <Text c="dimmed">{t("override.help")}</Text>
        <Select label={t("override.site")} searchable value={site} onChange={setSite} data={(sites.data ?? []).map((s) => ({ value: s.key, label: s.name }))} data-autofocus />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{c("cancel")}</Button>
          <Action loading={make.isPending} reason={!site ? t("override.choose") : may.known && !may.allowed && t("override.denied")} onClick={() => site && make.mutate(site)}>{t("override")}</Action>
        </Group>
      </Stack>
    </Modal>
  );
}
