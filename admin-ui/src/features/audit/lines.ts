import type { Schemas } from "../../api/client";

export type Line = Schemas["AuditBody"];

/** A Difference is one value that a line changed, by its path. */
export interface Difference {
  path: string;
  before?: unknown;
  after?: unknown;
}

/** differences lays what was beside what is: every value below both, by its path, where they are not the same. Paths that are keys
    already, such as /locales/fr/title, stay as they are. */
export function differences(before: unknown, after: unknown): Difference[] {
  const was = leaves(before);
  const is = leaves(after);
  const paths = [...new Set([...was.keys(), ...is.keys()])].sort();
  return paths
    .filter((p) => JSON.stringify(was.get(p)) !== JSON.stringify(is.get(p)))
    .map((path) => ({ path, ...(was.has(path) && { before: was.get(path) }), ...(is.has(path) && { after: is.get(path) }) }));
}

/** leaves gives the values of a document by path. Lists are values: to tell moved from changed would be a guess. */
function leaves(value: unknown, at = "", out = new Map<string, unknown>()): Map<string, unknown> {
  if (value === null || value === undefined) {
    if (at !== "") out.set(at, null);
    return out;
  }
  if (typeof value === "object" && !Array.isArray(value) && Object.keys(value).length > 0) {
    for (const [key, inner] of Object.entries(value)) leaves(inner, `${at}${key.startsWith("/") ? "" : "/"}${key}`, out);
    return out;
  }
  out.set(at === "" ? "/" : at, value);
  return out;
}

/** A Chain says whether lines that follow each other carry each other's mark: how many pairs were looked at, and where it breaks. */
export interface Chain {
  pairs: number;
  broken?: number;
}

/** chainOf looks at lines as they were given, the newest first. Lines with others between them say nothing. */
export function chainOf(lines: Pick<Line, "number" | "hash" | "previous">[]): Chain {
  let pairs = 0;
  for (const [i, line] of lines.entries()) {
    const before = lines[i + 1];
    if (!before || before.number !== line.number - 1) continue;
    pairs += 1;
    if (before.hash !== line.previous) return { pairs, broken: line.number };
  }
  return { pairs };
}

const fewest = 14; // days of the chart: one bar alone says nothing

/** perDay counts lines by the days of the reader, two weeks at least, with the days on which nothing happened. */
export function perDay(lines: Pick<Line, "at">[], timeZone?: string): { day: string; count: number }[] {
  const format = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", ...(timeZone && { timeZone }) });
  const counts = new Map<string, number>();
  for (const l of lines) {
    const day = format.format(new Date(l.at));
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  const days = [...counts.keys()].sort();
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return [];
  const out: { day: string; count: number }[] = [];
  const from = Math.min(Date.parse(first), Date.parse(last) - (fewest - 1) * 86_400_000);
  for (let at = from; at <= Date.parse(last) && out.length < 400; at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    out.push({ day, count: counts.get(day) ?? 0 });
  }
  return out;
}

/** publications counts what was published by site, the most first. */
export function publications(lines: Pick<Line, "action" | "site">[]): { site: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const l of lines) if (l.site !== "" && l.action.endsWith(".publish")) counts.set(l.site, (counts.get(l.site) ?? 0) + 1);
  return [...counts].map(([site, count]) => ({ site, count })).sort((a, b) => b.count - a.count || a.site.localeCompare(b.site));
}

/** briefly shortens the ids in a subject, which nobody reads. */
export const briefly = (subject: string): string => subject.replace(/[0-9a-f]{8}-[0-9a-f-]{21}([0-9a-f]{6})/, "…$1");
