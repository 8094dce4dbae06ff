import { Alert, Button, Group, Text } from "@mantine/core";
import { IconGitBranch } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { api, ask, ifMatch } from "../../api/client";
import { confirm } from "../../kit/confirm";
import type { ContentType } from "../../kit/model";
import { useNotify } from "../../kit/notify";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import type { EntryStore } from "./store";
import { texts } from "./texts";

/** Inherited says what a site's entry overrides, and lets the site show again what it inherits. */
export function Inherited({ store, type }: { store: EntryStore; type: ContentType }) {
  const t = useTexts(texts);
  const notify = useNotify();
  const go = useNavigate();
  const { id, space, trashedAt } = useStore(store.entry);
  const heirs = useQuery({
    queryKey: ["inheritance", space, type.name], enabled: space !== "shared" && !trashedAt,
    queryFn: async () => (await ask(api.GET("/api/v1/sites/{key}/inheritance", { params: { path: { key: space }, query: { type: type.name, "page[size]": 100 } } }))).data ?? [],
  });
  const mine = heirs.data?.find((h) => h.id === id && h.state === "overridden");
  const resume = useMutation({
    mutationFn: () => ask(api.POST("/api/v1/entries/{id}/resume", { params: { path: { id }, header: ifMatch(store.entry.get().version) } })),
    onSuccess: ({ inherited }) => {
      notify.done(t("inherited.resumed"));
      void go({ to: "/content/$id", params: { id: inherited.id } });
    },
    onError: notify.failed,
  });
  if (!mine) return null;
  const askFirst = async () => {
    if (await confirm({ title: t("inherited.resume"), text: t("inherited.resume.text"), yes: t("inherited.resume"), danger: true })) resume.mutate();
  };
  return (
    <Alert color="blue" icon={<IconGitBranch />} mb="md">
      <Group justify="space-between">
        <Text size="sm">
          {mine.overridesId ? <Link to="/content/$id" params={{ id: mine.overridesId }}>{t("inherited.from", { space: mine.overridesIn ?? "" })}</Link> : t("inherited.from", { space: mine.overridesIn ?? "" })}
        </Text>
        <Button size="compact-sm" variant="default" loading={resume.isPending} onClick={() => void askFirst()}>{t("inherited.resume")}</Button>
      </Group>
    </Alert>
  );
}
