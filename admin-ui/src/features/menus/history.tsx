import { Button, Drawer, Group, Select, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, ask, ifMatch } from "../../api/client";
import { useNotify } from "../../kit/notify";
import { useMe } from "../../kit/session";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Moment } from "../../kit/ui/moment";
import { Answered } from "../../kit/ui/states";
import { diff } from "./diff";
import { DiffList } from "./diff-list";
import { asMenu, revisionQuery, revisionsQuery } from "./queries";
import { texts } from "./texts";
import type { Editor } from "./use-editor";

/** History shows the saved states of a menu, what differs between two of them, and makes a draft of an old one. */
export function History({ editor, locale, readOnly, onClose }: { editor: Editor; locale: string; readOnly: boolean; onClose: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const me = useMe();
  const notify = useNotify();
  const { at, base } = editor;
  const list = useQuery(revisionsQuery(at, base.version));
  const people = useQuery({ queryKey: ["people", "names"], retry: false, staleTime: 300_000, queryFn: async () => (await ask(api.GET("/api/v1/accounts"))).data ?? [] });
  const [of, setOf] = useState<number>();
  const [against, setAgainst] = useState<number>();
  const author = (id: string) => (id === me.id ? t("you") : id.startsWith("system") ? "Portico" : (people.data?.find((p) => p.id === id)?.name ?? t("colleague")));
  const restore = useMutation({
    mutationFn: async (revision: number) => asMenu(await ask(api.POST("/api/v1/menus/{space}/{name}/revisions/{revision}/restore", { params: { path: { ...at, revision }, header: ifMatch(base.version) } }))),
    onSuccess: (menu) => {
      editor.take(menu);
      notify.done(t("restored"));
      onClose();
    },
    onError: notify.failed,
  });
  return (
    <Drawer opened onClose={onClose} position="right" size="lg" title={t("history")} attributes={{ header: { role: "presentation" } }} styles={{ title: { fontSize: 18, fontWeight: 680 } }} closeButtonProps={{ "aria-label": c("close") }}>
      <Answered query={list}>
        {(revisions) => (
          <Stack gap="xs">
            {editor.dirty && <Text size="sm" c="dimmed">{t("history.dirty")}</Text>}
            <ol className="p-revisions">
              {revisions.map((r, i) => (
                <li key={r.version} aria-current={r.version === base.version || undefined}>
                  <div className="p-revision">
                    <div>
                      <Text fw={560}>{t("version", { n: r.version })} {r.version === base.version && <Text span c="dimmed" size="sm">· {t("version.now")}</Text>}</Text>
                      <Text size="sm" c="dimmed">{author(r.author)} · <Moment at={r.createdAt} /></Text>
                    </div>
                    <Group gap="xs">
                      <Button size="compact-sm" variant="default" aria-expanded={of === r.version} onClick={() => { setOf(of === r.version ? undefined : r.version); setAgainst(revisions[i + 1]?.version); }}>{t("history.compare")}</Button>
                      {r.version !== base.version && !readOnly && (
                        <Button size="compact-sm" variant="default" disabled={editor.dirty} loading={restore.isPending && restore.variables === r.version} onClick={() => restore.mutate(r.version)}>{t("restore")}</Button>
                      )}
                    </Group>
                  </div>
                  {of === r.version && (
                    <div className="p-revision-diff">
                      <Select
                        size="xs" label={t("history.with")} value={against ? String(against) : null} clearable placeholder={t("history.nothing")} onChange={(v) => setAgainst(v ? Number(v) : undefined)}
                        data={revisions.filter((o) => o.version !== of).map((o) => ({ value: String(o.version), label: t("version", { n: o.version }) }))}
                      />
                      <Compared editor={editor} before={against} after={r.version} locale={locale} />
                    </div>
                  )}
                </li>
              ))}
            </ol>
          </Stack>
        )}
      </Answered>
    </Drawer>
  );
}

function Compared({ editor, before, after, locale }: { editor: Editor; before: number | undefined; after: number; locale: string }) {
  const a = useQuery({ ...revisionQuery(editor.at, before ?? 1), enabled: before !== undefined });
  const b = useQuery(revisionQuery(editor.at, after));
  if (before === undefined) return <Answered query={b}>{(items) => <DiffList differences={diff([], items)} locale={locale} />}</Answered>;
  return <Answered query={a}>{(was) => <Answered query={b}>{(is) => <DiffList differences={diff(was, is)} locale={locale} />}</Answered>}</Answered>;
}
