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

/** The kinds that the chart tells apart; what is none of them is "other". */
export const groups = ["content", "menus", "design", "sites", "people", "other"] as const;

const groupOf: Record<string, (typeof groups)[number]> = {
  entry: "content", entries: "content", comment: "content", media: "content", "content-release": "content", menu: "menus",
  "design-system": "design", "design-draft": "design", site: "sites", settings: "sites", preview: "sites",
  account: "people", role: "people", session: "people", key: "people",
};

/** perDay gives what happened on each day of a range, by group; the days on which nothing happened are there too. */
export function perDay(activity: Pick<Schemas["ActivityBody"], "from" | "to" | "days">): { day: string; values: number[] }[] {
  const days = new Map<string, number[]>();
  for (let at = Date.parse(activity.from); at <= Date.parse(activity.to) && days.size < 401; at += 86_400_000) {
    days.set(new Date(at).toISOString().slice(0, 10), groups.map(() => 0));
  }
  for (const { day, kind, lines } of activity.days ?? []) {
    const values = days.get(day);
    const at = groups.indexOf(groupOf[kind] ?? "other");
    if (values) values[at] = (values[at] ?? 0) + lines;
  }
  return [...days].map(([day, values]) => ({ day, values }));
}

/** briefly shortens the ids in a subject, which nobody reads. */
export const briefly = (subject: string): string => subject.replace(/[0-9a-f]{8}-[0-9a-f-]{21}([0-9a-f]{6})/, "…$1");
