import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api, ask, ifMatch } from "../../api/client";
import { language } from "../../kit/language";
import { useNotify } from "../../kit/notify";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Answered } from "../../kit/ui/states";
import { diff } from "./diff";
import { DiffList } from "./diff-list";
import type { Flaw } from "./problems";
import { changesQuery, revisionQuery, type Site } from "./queries";
import { texts } from "./texts";
import type { Editor } from "./use-editor";

const strong = (parts: ReactNode[]) => <b key="b">{parts}</b>;

/** PublishDialog shows what visitors will see differently, and where, before it goes out. What is not saved is saved with it. */
export function PublishDialog({ editor, shown, flaws, onClose }: { editor: Editor; shown: readonly Site[]; flaws: readonly Flaw[]; onClose: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const lang = useStore(language);
  const notify = useNotify();
  const queries = useQueryClient();
  const { at, base } = editor;
  const changes = useQuery(changesQuery(at, base.version));
  const was = changes.data?.publishedVersion ?? 0;
  const published = useQuery({ ...revisionQuery(at, was || 1), enabled: was > 0 });
  const before = changes.data === undefined ? undefined : was === 0 ? [] : published.data;
  const publish = useMutation({
    mutationFn: async () => {
      const saved = await editor.save.mutateAsync();
      if (!saved) return false;
      await ask(api.POST("/api/v1/menus/{space}/{name}/publish", { params: { path: { ...at }, header: ifMatch(saved.version) } }));
      editor.take({ ...saved, published: true });
      return true;
    },
    onSuccess: (done) => {
      if (done) notify.done(t("published", { n: shown.length }));
      void queries.invalidateQueries({ queryKey: ["menus"] });
      onClose();
    },
    onError: notify.failed,
  });
  const warnings = flaws.filter((f) => f.severity === "warning").length;
  return (
    <Modal opened onClose={onClose} size="lg" title={t("publish.title")} closeButtonProps={{ "aria-label": c("close") }}>
      <Stack>
        <Text>{t.rich("publish.where", { n: shown.length, sites: shown.map((s) => s.name).join(", "), b: strong })}</Text>
        {warnings > 0 && <Text c="yellow">{t("publish.warnings", { n: warnings })}</Text>}
        {before ? <DiffList differences={diff(before, editor.items)} locale={lang} /> : changes.data ? <Answered query={published}>{() => null}</Answered> : <Answered query={changes}>{() => null}</Answered>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{c("cancel")}</Button>
          <Button loading={publish.isPending} onClick={() => publish.mutate()}>{t("publish.now")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
