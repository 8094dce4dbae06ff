import { Alert, Button, Checkbox, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, ask, ifMatch } from "../../api/client";
import { Problem } from "../../api/problem";
import { useNotify } from "../../kit/notify";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Answered } from "../../kit/ui/states";
import { LevelBadge } from "./changes";
import { type Draft, previewQuery } from "./queries";
import { Refusal } from "./refusal";
import { texts } from "./texts";

const channels = ["preview", "next", "stable"] as const;

/** PublishDraft releases a draft: the version follows from what differs, and may be raised. */
export function PublishDraft({ draft, version, onClose }: { draft: Draft; version: number; onClose: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const notify = useNotify();
  const queries = useQueryClient();
  const go = useNavigate();
  const preview = useQuery(previewQuery(draft.id));
  const [raised, setRaised] = useState("");
  const [chosen, setChosen] = useState<string[]>(["preview"]);
  const release = useMutation({
    mutationFn: () => ask(api.POST("/api/v1/design-system/drafts/{id}/publish", {
      params: { path: { id: draft.id }, header: ifMatch(version) }, body: { channels: chosen, ...(raised.trim() && { version: raised.trim() }) },
    })),
    onSuccess: async (r) => {
      notify.done(t("published", { version: r.version }));
      await go({ to: "/design/release", search: { version: r.version } });
      void queries.invalidateQueries({ queryKey: ["design"] });
    },
  });
  const conflict = release.error instanceof Problem && release.error.status === 409;
  return (
    <Modal opened onClose={onClose} title={t("publish")} closeButtonProps={{ "aria-label": c("close") }}>
      <Answered query={preview}>
        {(p) => {
          const errors = (p.findings ?? []).some((f) => f.severity === "error");
          return (
            <Stack>
              {release.error && (conflict ? <Refusal error={release.error} title={t("publish.conflict")} /> : <Refusal error={release.error} />)}
              {p.version ? <Group gap="xs"><Text>{t("publish.as", { version: raised.trim() || p.version })}</Text><LevelBadge level={p.level} /></Group> : <Alert color="yellow">{t("publish.nothing")}</Alert>}
              {errors && <Alert color="red">{t("publish.errors")}</Alert>}
              <TextInput label={t("publish.raise")} description={t("publish.raise.hint")} placeholder={p.version ?? ""} maxLength={60} value={raised} onChange={(e) => setRaised(e.currentTarget.value)} />
              <Checkbox.Group label={t("channels.publish")} value={chosen} onChange={setChosen}>
                <Group mt={6}>{channels.map((x) => <Checkbox key={x} value={x} label={x} />)}</Group>
              </Checkbox.Group>
              <Group justify="flex-end">
                <Button variant="default" onClick={onClose}>{c("cancel")}</Button>
                <Button loading={release.isPending} disabled={!p.version || errors} onClick={() => release.mutate()}>{t("publish")}</Button>
              </Group>
            </Stack>
          );
        }}
      </Answered>
    </Modal>
  );
}
