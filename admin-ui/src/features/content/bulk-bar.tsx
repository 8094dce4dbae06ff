import { Button, Group, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { confirm } from "../../kit/confirm";
import { useNotify } from "../../kit/notify";
import { titleOf } from "../../kit/search";
import { useTexts } from "../../kit/texts";
import { Action } from "../../kit/ui/action";
import { type JobKind, startJob } from "../jobs/index";
import { texts } from "./texts";
import { useBulkRights } from "./use-bulk-rights";
import type { Listed } from "./use-list";

/** BulkBar does one thing to all that is selected; field is the one that entries are called by. It runs on the server; its progress stays in sight wherever somebody goes. */
export function BulkBar({ rows, field, trash, clear }: { rows: Listed[]; field: string; trash: boolean; clear: () => void }) {
  const t = useTexts(texts);
  const notify = useNotify();
  const queries = useQueryClient();
  const n = rows.length;
  const run = async (kind: JobKind, title: string) => {
    if (kind === "delete" || kind === "publish") {
      const yes = await confirm({ title: t(`confirm.${kind}.title`), text: t(`confirm.${kind}`, { n }), yes: title, danger: kind === "delete" });
      if (!yes) return;
    }
    try {
      await startJob(queries, { kind, entries: rows.map((r) => ({ id: r.id, version: r.version })) }, title, Object.fromEntries(rows.map((r) => [r.id, titleOf(r, field)])));
      clear();
    } catch (error) {
      notify.failed(error);
    }
  };
  const kinds: JobKind[] = trash ? ["restore"] : ["publish", "unpublish", "archive", "delete"];
  const denied = useBulkRights(kinds, rows);
  return (
    <section className="p-bulk" aria-label={t("bulk.selected", { n })}>
      <Text fw={600} size="sm" role="status">{t("bulk.selected", { n })}</Text>
      <Group gap="xs">
        {kinds.map((kind) => (
          <Action key={kind} size="sm" variant={kind === "publish" || kind === "restore" ? "filled" : "default"} reason={denied(kind) && t("bulk.denied")} onClick={() => void run(kind, t(`bulk.${kind as "publish"}`))}>
            {t(`bulk.${kind as "publish"}`)}
          </Action>
        ))}
        <Button size="sm" variant="subtle" color="gray" onClick={clear}>{t("bulk.clear")}</Button>
      </Group>
    </section>
  );
}
