import { Badge, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { FormattedDate, useIntl } from "react-intl";
import { api, ask } from "../../api/client";
import { useTexts } from "../../kit/texts";
import { Chart } from "../../kit/ui/chart";
import { history, overdue, path, type Site, statuses, todayIs } from "./model";
import { texts } from "./texts";

/** Board shows how far the group is aligned: the way from now to the last target date, and the sites of each status. */
export function Board({ sites }: { sites: readonly Site[] }) {
  const t = useTexts(texts);
  const today = todayIs();
  return (
    <>
      <div className="p-charts p-board-charts"><History sites={sites} /><Course sites={sites} today={today} /></div>
      <div className="p-board">
        {statuses.map((status) => {
          const here = sites.filter((s) => s.status === status).sort((a, b) => (a.targetDate || "9999").localeCompare(b.targetDate || "9999"));
          return (
            <section key={status} className="p-board-column" aria-labelledby={`status-${status}`}>
              <Title order={2} size="h3" id={`status-${status}`}>{t(`status.${status}`)} <Text span c="dimmed">{here.length}</Text></Title>
              <ul>
                {here.map((s) => (
                  <li key={s.key} className="p-card p-board-card">
                    <Link to="/sites/$key" params={{ key: s.key }} className="p-strong">{s.name}</Link>
                    <Text size="sm" c="dimmed">{s.owner}</Text>
                    {s.targetDate && <span className="p-cell"><Text size="sm"><FormattedDate value={`${s.targetDate}T12:00`} dateStyle="medium" /></Text>{overdue(s, today) && <Badge color="red" size="sm">{t("overdue")}</Badge>}</span>}
                  </li>
                ))}
                {here.length === 0 && <li className="p-quiet">{t("board.none")}</li>}
              </ul>
            </section>
          );
        })}
      </div>
    </>
  );
}

/** History is how many sites were of each status, as far as the audit knows. */
function History({ sites }: { sites: readonly Site[] }) {
  const t = useTexts(texts);
  const intl = useIntl();
  const changes = useQuery({ queryKey: ["sites", "alignment"], queryFn: async () => (await ask(api.GET("/api/v1/alignment"))).data ?? [] });
  const [now] = useState(() => Date.now());
  const rows = useMemo(() => history(sites, changes.data ?? [], now), [sites, changes.data, now]);
  return (
    <section className="p-card p-pad">
      <Title order={2} mb="sm">{t("history")}</Title>
      {changes.data?.length === 0 && <Text size="sm" c="dimmed" mb="sm">{t("history.none")}</Text>}
      <Chart
        kind="time" label={t("history")} of={t("history.date")} series={statuses.map((s) => t(`status.${s}`))} colours={[5, 2, 3, 1]}
        rows={rows.map((r) => ({ key: String(r.at), label: intl.formatDate(r.at, { day: "numeric", month: "short" }), values: r.values }))}
      />
    </section>
  );
}

const [width, high, left, bottom] = [420, 150, 34, 24];

/** Course draws how many sites are aligned over time, if all keep their dates. What it shows stands in words below it. */
function Course({ sites, today }: { sites: readonly Site[]; today: string }) {
  const t = useTexts(texts);
  const intl = useIntl();
  const steps = path(sites, today);
  const active = sites.filter((s) => s.status !== "retired").length;
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last || active === 0) return null;
  const start = Date.parse(today);
  const end = Math.max(Date.parse(last.day), start + 60 * 86_400_000) + 10 * 86_400_000;
  const x = (day: string) => left + ((Date.parse(day) - start) / (end - start)) * (width - left - 8);
  const y = (n: number) => 10 + (1 - n / active) * (high - bottom - 10);
  const line = steps.map((s, i) => (i === 0 ? `M${left} ${y(s.aligned)}` : `H${x(s.day)} V${y(s.aligned)}`)).join(" ") + ` H${width - 8}`;
  const date = (day: string) => intl.formatDate(`${day}T12:00`, { dateStyle: "medium" });
  const said = t("course", { aligned: first.aligned, all: active, later: last.aligned, date: date(last.day) });
  return (
    <figure className="p-card p-course p-pad">
      <Title order={2} mb="sm">{t("course.title")}</Title>
      <svg viewBox={`0 0 ${width} ${high}`} role="img" aria-label={said} preserveAspectRatio="none">
        {[0, active].map((n) => <g key={n}><line x1={left} x2={width - 8} y1={y(n)} y2={y(n)} className="p-course-grid" /><text x={left - 8} y={y(n) + 4} textAnchor="end">{n}</text></g>)}
        <path d={`${line} V${y(0)} H${left} Z`} className="p-course-area" />
        <path d={line} className="p-course-line" />
        {steps.slice(1).map((s) => <circle key={s.day} cx={x(s.day)} cy={y(s.aligned)} r={4} className="p-course-dot"><title>{`${date(s.day)}: ${s.sites.join(", ")}`}</title></circle>)}
        <text x={left} y={high - 6}>{t("today")}</text>
        {steps.length > 1 && last.day > today && <text x={Math.min(x(last.day), width - 48)} y={high - 6} textAnchor="middle">{date(last.day)}</text>}
      </svg>
      <figcaption>{said}</figcaption>
    </figure>
  );
}
