import { Button, Group, Menu, Text } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { confirm } from "../../kit/confirm";
import type { ContentType } from "../../kit/model";
import { useNotify } from "../../kit/notify";
import { useMay } from "../../kit/permissions";
import { useTexts } from "../../kit/texts";
import { Action } from "../../kit/ui/action";
import { MenuAction } from "../../kit/ui/menu-action";
import { loadBulkEdit } from "../entry/index";
import { loadExport, loadTranslations } from "../exchange/index";
import { type JobKind, startJob } from "../jobs/index";
import { loadAddEntries } from "../releases/index";
import type { ListSearch } from "./search";
import type { Chosen } from "./selection";
import { texts } from "./texts";
import { collect, type Listed } from "./use-list";

const BulkEdit = lazy(loadBulkEdit);
const Translations = lazy(loadTranslations);
const AddEntries = lazy(loadAddEntries);

const most = 10_000; // entries of one job
const mostTranslated = 1000; // entries of one file for translators
const mostReleased = 500; // entries that are added to a release at once

interface Props {
  rows: Chosen[];
  type: ContentType;
  search: ListSearch;
  /** The query of the list, and how many it finds. */
  body: Record<string, unknown>;
  total: number;
  clear: () => void;
  select: (rows: Listed[]) => void;
}

/** BulkBar does one thing to all that is selected. It runs on the server, and its progress stays in sight wherever somebody goes. */
export function BulkBar({ rows, type, search, body, total, clear, select }: Props) {
  const t = useTexts(texts);
  const n = rows.length;
  const [open, setOpen] = useState<"edit" | "release" | "translations">();
  const { run, may } = useBulk(rows, type, search, clear);
  const large = n > most && t("bulk.most", { n: most });
  const one = (kind: JobKind, filled = false) => (
    <Action key={kind} size="sm" variant={filled ? "filled" : "default"} reason={large || may[kind]} onClick={() => void run(kind, t(`bulk.${kind}` as "bulk.publish"))}>{t(`bulk.${kind}` as "bulk.publish")}</Action>
  );
  const exported = async () => {
    const { exportEntries } = await loadExport();
    void exportEntries(t("bulk.export"), `${type.name}.ndjson`, { find: async () => rows.map((r) => r.id) });
  };
  return (
    <section className="p-bulk" aria-label={t("bulk.selected", { n })}>
      <Group gap="xs">
        <Text fw={600} size="sm" role="status">{t("bulk.selected", { n })}</Text>
        {total > n && <Everything body={body} total={total} select={select} />}
      </Group>
      <Group gap="xs">
        {search.trash ? <>{one("restore", true)}{one("purge")}</> : (
          <>
            {one("publish", true)}{one("unpublish")}
            <Action size="sm" variant="default" reason={large || may.edit} onClick={() => setOpen("edit")}>{t("bulk.edit")}</Action>
            {one("delete")}
            <Menu portalProps={{ target: "#main" }}>
              <Menu.Target><Button size="sm" variant="default" rightSection={<IconChevronDown size={14} />}>{t("bulk.more")}</Button></Menu.Target>
              <Menu.Dropdown>
                <MenuAction reason={large || may.archive} onClick={() => void run("archive", t("bulk.archive"))}>{t("bulk.archive")}</MenuAction>
                <MenuAction reason={n > mostReleased && t("bulk.most", { n: mostReleased })} onClick={() => setOpen("release")}>{t("bulk.release")}</MenuAction>
                <MenuAction onClick={() => void exported()}>{t("bulk.export")}</MenuAction>
                <MenuAction reason={n > mostTranslated && t("bulk.most", { n: mostTranslated })} onClick={() => setOpen("translations")}>{t("bulk.translations")}</MenuAction>
              </Menu.Dropdown>
            </Menu>
          </>
        )}
        <Button size="sm" variant="subtle" color="gray" onClick={clear}>{t("bulk.clear")}</Button>
      </Group>
      <Suspense>
        {open === "edit" && <BulkEdit type={type} count={n} onClose={() => setOpen(undefined)} onDone={({ patch, note, field }) => void run("edit", t("bulk.edited", { field }), { patch, ...(note && { note }) })} />}
        {open === "release" && <AddEntries ids={rows.map((r) => r.id)} onClose={() => setOpen(undefined)} onDone={clear} />}
        {open === "translations" && <Translations type={type.name} space={search.space} selected={rows.map((r) => r.id)} onClose={() => setOpen(undefined)} />}
      </Suspense>
    </section>
  );
}

/** useBulk starts jobs, and says why a person cannot. What they may do to each entry is asked again for its row. */
function useBulk(rows: Chosen[], type: ContentType, search: ListSearch, clear: () => void) {
  const t = useTexts(texts);
  const notify = useNotify();
  const queries = useQueryClient();
  const target = { type: type.name, ...(search.space && { site: search.space }) };
  const answers = {
    publish: useMay({ action: "publish", ...target }), unpublish: useMay({ action: "unpublish", ...target }), delete: useMay({ action: "delete", ...target }), edit: useMay({ action: "update", ...target }),
    purge: useMay({ action: "manage", ...target }),
  };
  const why = (kind: keyof typeof answers) => answers[kind].known && !answers[kind].allowed && t("denied");
  const may: Record<JobKind, string | false> = {
    publish: why("publish"), unpublish: why("unpublish"), archive: why("unpublish"), delete: why("delete"), restore: why("delete"), purge: why("purge"), edit: why("edit"),
  };
  const run = async (kind: JobKind, title: string, more: { patch?: object; note?: string } = {}) => {
    if (kind === "delete" || kind === "publish" || kind === "purge") {
      const yes = await confirm({ title: t(`confirm.${kind}.title`), text: t(`confirm.${kind}`, { n: rows.length }), yes: title, danger: kind !== "publish" });
      if (!yes) return;
    }
    try {
      await startJob(queries, { kind, entries: rows.map((r) => ({ id: r.id, version: r.version })), ...more }, title, Object.fromEntries(rows.map((r) => [r.id, r.title])));
      clear();
    } catch (error) {
      notify.failed(error);
    }
  };
  return { run, may };
}

/** Everything selects all that the list finds, also what was never on the screen. */
function Everything({ body, total, select }: { body: Props["body"]; total: number; select: Props["select"] }) {
  const t = useTexts(texts);
  const notify = useNotify();
  const [part, setPart] = useState<number>();
  const gather = async () => {
    setPart(0);
    try {
      const found = await collect(body, most, setPart, new AbortController().signal);
      select(found.rows);
      if (found.total > most) notify.told(t("bulk.most", { n: most }));
    } catch (error) {
      notify.failed(error);
    } finally {
      setPart(undefined);
    }
  };
  return <Button size="compact-sm" variant="light" loading={part !== undefined} onClick={() => void gather()}>{t("bulk.matching", { n: total })}</Button>;
}
