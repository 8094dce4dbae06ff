import { Anchor, Button, CloseButton, Progress, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { api, ask, type Schemas } from "../../api/client";
import { sayItem } from "../../kit/item-texts";
import { useNotify } from "../../kit/notify";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { dismissJob, type Running } from "./index";
import { texts } from "./texts";
import { TransferRow } from "./transfer-row";

const finished = (job: Schemas["JobBody"]) => job.finishedAt !== undefined;

/** Tray shows long work in a corner, wherever somebody goes meanwhile. */
export default function Tray({ list }: { list: Running[] }) {
  const t = useTexts(texts);
  return (
    <section className="p-tray" aria-label={t("tray")}>
      {list.map((r) => (r.transfer ? <TransferRow key={r.id} transfer={r.transfer} /> : <One key={r.id} running={r} />))}
    </section>
  );
}

function One({ running }: { running: Running }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const notify = useNotify();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const query = useQuery({
    queryKey: ["job", running.id],
    queryFn: () => ask(api.GET("/api/v1/jobs/{id}", { params: { path: { id: running.id } } })),
    refetchInterval: ({ state }) => (state.data && finished(state.data) ? false : 700),
  });
  const job = query.data;
  const over = job !== undefined && finished(job);
  const clean = over && job.failed === 0;
  useEffect(() => {
    if (over) void queries.invalidateQueries({ queryKey: ["entries"] });
  }, [over, queries]);
  useEffect(() => {
    if (!clean) return undefined;
    const timer = setTimeout(() => dismissJob(running.id), 6000);
    return () => clearTimeout(timer);
  }, [clean, running.id]);
  if (!job) return null;
  const cancel = () => ask(api.POST("/api/v1/jobs/{id}/cancel", { params: { path: { id: job.id } } })).then(() => query.refetch(), notify.failed);
  return (
    <div className="p-job">
      <div className="p-job-head">
        <Text fw={600} size="sm">{running.title}</Text>
        <Text size="sm" c="dimmed" role="status">
          {over ? t("done", { n: job.done }) : t("progress", { done: job.done + job.failed, total: job.total })}
          {job.failed > 0 && <Text span c="red" size="sm"> · {t("failed", { n: job.failed })}</Text>}
          {job.state === "cancelled" && ` · ${t("stopped")}`}
        </Text>
        {over ? <CloseButton ml="auto" size="sm" aria-label={c("close")} onClick={() => dismissJob(job.id)} /> : <Button ml="auto" size="compact-xs" variant="default" onClick={() => void cancel()}>{t("cancel")}</Button>}
      </div>
      <Progress.Root size="sm">
        <Progress.Section value={(100 * job.done) / Math.max(job.total, 1)} color="green.8" aria-label={t("done", { n: job.done })} />
        <Progress.Section value={(100 * job.failed) / Math.max(job.total, 1)} color="red.8" aria-label={t("failed", { n: job.failed })} />
      </Progress.Root>
      {over && job.failed > 0 && <Anchor component="button" type="button" size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>{t("rows")}</Anchor>}
      {open && <Rows job={job.id} names={running.names} />}
    </div>
  );
}

const codes = ["conflict", "forbidden", "not_found", "stale", "unprocessable"] as const;

function Rows({ job, names }: { job: string; names: Record<string, string> }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const rows = useQuery({
    queryKey: ["job", job, "failed"],
    queryFn: () => ask(api.GET("/api/v1/jobs/{id}/rows", { params: { path: { id: job }, query: { state: "failed", "page[size]": 100 } } })),
  });
  return (
    <ul className="p-job-rows">
      {(rows.data?.data ?? []).map((r) => {
        const code = codes.find((x) => x === r.code);
        return (
          <li key={r.number}>
            <Link to="/content/$id" params={{ id: r.entry }}>{names[r.entry] ?? r.entry}</Link>: {code ? t(`code.${code}`) : r.message}
            {(r.problems ?? []).slice(0, 3).map((p) => <Text key={`${p.pointer} ${p.code}`} size="xs" c="dimmed">{p.pointer} {sayItem(c, p)}</Text>)}
          </li>
        );
      })}
    </ul>
  );
}
