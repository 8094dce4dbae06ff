import { Alert, Group, Text } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api, ask } from "../../api/client";
import { Problem } from "../../api/problem";
import { confirm } from "../../kit/confirm";
import { useNotify } from "../../kit/notify";
import { useMay } from "../../kit/permissions";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { Action } from "../../kit/ui/action";
import type { EntryStore } from "./store";
import { texts } from "./texts";

/** Trashed says that the entry is in the trash, takes it out, or deletes it for good. */
export function Trashed({ store, title }: { store: EntryStore; title: string }) {
  const t = useTexts(texts);
  const notify = useNotify();
  const queries = useQueryClient();
  const go = useNavigate();
  const { id, type, space } = useStore(store.entry);
  const back = useMay({ action: "delete", type, site: space });
  const away = useMay({ action: "manage", type, site: space });
  const params = { path: { id } };
  const restore = useMutation({
    mutationFn: () => ask(api.POST("/api/v1/entries/{id}/restore", { params })),
    onSuccess: (entry) => {
      store.adopt(entry);
      void queries.invalidateQueries({ queryKey: ["entries"] });
      notify.done(t("trash.restored", { title }));
    },
    onError: notify.failed,
  });
  const purge = useMutation({
    mutationFn: () => ask(api.POST("/api/v1/entries/{id}/purge", { params })),
    onSuccess: async () => {
      store.close();
      void queries.invalidateQueries({ queryKey: ["entries"] });
      notify.done(t("purge.done", { title }));
      await go({ to: "/content", search: { type, trash: true } });
    },
    onError: (error) => (error instanceof Problem && error.items.some((i) => i.code === "used") ? notify.wrong(t("purge.used", { title })) : notify.failed(error)),
  });
  const askFirst = async () => {
    if (await confirm({ title: t("purge.title", { title }), text: t("purge.text"), yes: t("purge"), danger: true })) purge.mutate();
  };
  return (
    <Alert color="gray" icon={<IconTrash />} mb="md">
      <Group justify="space-between">
        <Text size="sm">{t("locked.trash")}</Text>
        <Group gap="xs">
          <Action size="compact-sm" variant="default" loading={restore.isPending} reason={back.known && !back.allowed && t("trash.denied")} onClick={() => restore.mutate()}>{t("trash.restore")}</Action>
          <Action size="compact-sm" variant="subtle" color="red" loading={purge.isPending} reason={away.known && !away.allowed && t("purge.denied")} onClick={() => void askFirst()}>{t("purge")}</Action>
        </Group>
      </Group>
    </Alert>
  );
}
