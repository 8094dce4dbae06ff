import { Problem, type ProblemItem } from "../../api/problem";
import type { Schemas } from "../../api/client";

/** A Row of a report: what became, or would become, of one line of a file or of one entry. */
export interface Row {
  /** Of the line, counted from 1; 0 where the file has no lines. */
  line: number;
  state: "created" | "updated" | "unchanged" | "saved" | "failed";
  /** type/key, or an id. */
  entry: string;
  /** Of the entry, where it can be opened. */
  id?: string;
  note: string;
}

/** rowsOf gives the report of an import that the server has accepted. */
export function rowsOf(done: Schemas["LinesDone"], published: string): Row[] {
  return (done.rows ?? []).map((r) => ({ line: r.number, state: r.state, entry: `${r.space} ${r.type}/${r.key}`, id: r.id, note: r.published ? published : "" }));
}

/** refusedRows gives the lines that were not accepted, each with all that is wrong with it, in their order. */
export function refusedRows(error: unknown, say: (item: ProblemItem) => string): Row[] {
  const lines = new Map<number, string[]>();
  for (const item of error instanceof Problem ? error.items : []) {
    const [, line, rest] = /^\/lines\/(\d+)(.*)$/.exec(item.pointer ?? "") ?? [];
    const said = say(item).replace(/^line \d+: /, "");
    const at = Number(line ?? 0);
    lines.set(at, [...(lines.get(at) ?? []), rest ? `${rest}: ${said}` : said]);
  }
  return [...lines].sort(([a], [b]) => a - b).map(([line, notes]) => ({ line, state: "failed", entry: "", note: notes.join(" · ") }));
}

/** reportFile writes rows as CSV, with a mark so that spreadsheets take it for UTF-8. */
export function reportFile(rows: Row[], heads: [string, string, string, string], say: (state: Row["state"]) => string): string {
  const lines = [heads, ...rows.map((r) => [r.line > 0 ? String(r.line) : "", say(r.state), r.entry, r.note])];
  return `\uFEFF${lines.map((cells) => cells.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** cell writes one value of CSV. What a spreadsheet would take for a formula is shown as text: a report holds what others wrote. */
export function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
