import type { ContentType, Field } from "../../kit/model";

/** A Condition of the filter: field, operator, value. */
export interface Condition {
  field: string;
  op: Operator;
  value: string;
}

export const operators = ["eq", "ne", "gt", "lt", "contains", "exists"] as const;
export type Operator = (typeof operators)[number];

/** A Group is conditions of which all, or one at least, hold. */
export interface Group {
  match: "all" | "any";
  of: Node[];
}

export type Node = Condition | Group;

export const isGroup = (n: Node): n is Group => "of" in n;

/** Limits of what the server takes: conditions in all, and groups in groups below the whole filter. */
export const mostConditions = 15;
export const deepest = 2;

/** What the list shows: all of it stands in the address, so a list can be sent to a colleague and kept as a view. */
export interface ListSearch {
  type?: string;
  space?: string;
  locale?: string;
  q?: string;
  status?: string[];
  /** Of which language the states are: one, or "any"; none: that of the list. */
  in?: string;
  sort?: string;
  match?: "all" | "any";
  filter?: Node[];
  columns?: string[];
  trash?: boolean;
}

const text = (v: unknown) => (typeof v === "string" && v !== "" && v.length < 400 ? v : undefined);
const list = (v: unknown) => (Array.isArray(v) ? v.filter((x): x is string => typeof x === "string").slice(0, 40) : undefined);

/** readSearch takes what an address says, and leaves out what it does not understand. */
export function readSearch(raw: Record<string, unknown>): ListSearch {
  const out: ListSearch = {};
  const put = <K extends keyof ListSearch>(key: K, value: ListSearch[K] | undefined) => {
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) out[key] = value;
  };
  put("type", text(raw.type));
  put("space", text(raw.space));
  put("locale", text(raw.locale));
  put("q", text(raw.q));
  put("status", list(raw.status));
  put("in", raw.in === "any" || (typeof raw.in === "string" && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(raw.in)) ? raw.in : undefined);
  put("sort", text(raw.sort));
  put("match", raw.match === "any" ? "any" : undefined);
  put("filter", nodesOf(raw.filter, 0, { left: mostConditions }));
  put("columns", list(raw.columns));
  put("trash", raw.trash === true ? true : undefined);
  return out;
}

/** nodesOf reads conditions and groups, as many and as deep as the server takes. */
function nodesOf(raw: unknown, depth: number, budget: { left: number }): Node[] | undefined {
  if (!Array.isArray(raw)) return undefined;
  return raw.flatMap((v: unknown): Node[] => {
    if (isCondition(v)) {
      budget.left -= 1;
      return budget.left >= 0 ? [{ field: v.field, op: v.op, value: v.value }] : [];
    }
    const { of, match } = (typeof v === "object" && v !== null ? v : {}) as { of?: unknown; match?: unknown };
    if (depth >= deepest || !Array.isArray(of)) return [];
    return [{ match: match === "any" ? "any" : "all", of: nodesOf(of, depth + 1, budget) ?? [] }];
  });
}

/** countOf says how many conditions there are, in groups too. */
export const countOf = (nodes: Node[]): number => nodes.reduce((n, node) => n + (isGroup(node) ? countOf(node.of) : 1), 0);

function isCondition(v: unknown): v is Condition {
  const c = v as Condition;
  return typeof v === "object" && v !== null && typeof c.field === "string" && typeof c.value === "string" && operators.includes(c.op);
}

/** The fields that every entry has besides those of its type, and that a filter may be about. */
export const ownFields = ["space", "createdBy", "updatedBy", "assignee", "createdAt", "updatedAt"] as const;

const moments = ["createdAt", "updatedAt"];

/** valueOf turns what was typed into what the query asks for. */
function valueOf(field: Field | undefined, typed: string): unknown {
  if (field?.kind === "boolean") return typed === "true";
  if ((field?.kind === "integer" || field?.kind === "number") && typed.trim() !== "" && Number.isFinite(Number(typed))) return Number(typed);
  return typed;
}

/** conditionOf gives what the query asks for a condition; undefined where it is not complete yet. A day of a moment is that of the reader. */
function conditionOf(c: Condition, type: ContentType): object | undefined {
  const field = type.fields.find((f) => f.name === c.field);
  if (c.op === "exists") return { [c.field]: { exists: c.value !== "false" } };
  if (c.value.trim() === "") return undefined;
  if ((moments.includes(c.field) || field?.kind === "date-time") && /^\d{4}-\d\d-\d\d$/.test(c.value)) {
    const begin = new Date(`${c.value}T00:00:00`);
    const end = new Date(begin);
    end.setDate(end.getDate() + 1);
    const [from, to] = [begin.toISOString(), end.toISOString()];
    return { [c.field]: c.op === "gt" ? { gte: to } : c.op === "lt" ? { lt: from } : { gte: from, lt: to } };
  }
  const value = valueOf(field, c.value);
  return { [c.field]: c.op === "eq" ? value : { [c.op]: value } };
}

/** filterOf gives the tree of conditions and groups; undefined where nothing in it is complete. */
function filterOf(nodes: Node[], match: "all" | "any", type: ContentType): object | undefined {
  const parts = nodes.map((n) => (isGroup(n) ? filterOf(n.of, n.match, type) : conditionOf(n, type))).filter((p): p is object => p !== undefined);
  return parts.length < 2 ? parts[0] : { [match === "any" ? "or" : "and"]: parts };
}

const mostStates = 100; // values that a condition may have

/** statesOf asks for states: in the list's language, in another, or in any of them. */
function statesOf({ status = [], in: where }: ListSearch, locales: string[]): object[] {
  if (status.length === 0) return [];
  const tags = where === "any" ? locales : where ? [where] : [];
  if (tags.length === 0) return [{ status: { in: status } }];
  const states = { states: { in: tags.flatMap((tag) => status.map((s) => `${tag}:${s}`)).slice(0, mostStates) } };
  return status.includes("archived") ? [states, { status: { in: every } }] : [states]; // else what is archived in the list's language is left out
}

const every = ["absent", "draft", "in-review", "scheduled", "published", "changed", "archived"];

/** queryOf makes the query of a list; locales are those that there are. Conditions that are not complete yet are left out. */
export function queryOf(search: ListSearch, type: ContentType, language: string, locales: string[] = []): Record<string, unknown> {
  const own = filterOf(search.filter ?? [], search.match ?? "all", type);
  const all: object[] = [...(own ? [own] : []), ...statesOf(search, locales)];
  if (search.space) all.push({ space: search.space });
  if (search.trash) all.push({ trashed: true });
  const body: Record<string, unknown> = { type: type.name, locale: search.locale ?? language, sort: [search.sort ?? "-updatedAt"], fields: fieldsOf(search, type) };
  if (all.length > 0) body.filter = all.length === 1 ? all[0] : { and: all };
  if (search.q && type.fields.some((f) => f.searchable)) body.q = search.q;
  return body;
}

/** narrowed says whether a list shows less than all of its type and space. */
export const narrowed = (search: ListSearch) => Boolean(search.q ?? search.trash) || (search.status?.length ?? 0) > 0 || (search.filter?.length ?? 0) > 0;

function fieldsOf(search: ListSearch, type: ContentType): string[] {
  const shown = columnsOf(search, type).filter((c) => type.fields.some((f) => f.name === c));
  return [...new Set([type.title, ...shown])];
}

/** Columns beside the title that are not fields. */
export const ownColumns = ["status", "locales", "space", "updatedAt", "updatedBy"] as const;

/** showable says which fields can stand in a cell. */
export const showable = (field: Field) => !["blocks", "component", "json", "rich-text", "markdown", "long-text"].includes(field.kind);

/** columnsOf gives the columns: those chosen, or a few that say most. */
export function columnsOf(search: ListSearch, type: ContentType): string[] {
  if (search.columns) return search.columns.filter((c) => ownColumns.includes(c as never) || type.fields.some((f) => f.name === c && showable(f)));
  const telling = type.fields.filter((f) => f.name !== type.title && (f.kind === "enumeration" || f.kind === "date")).slice(0, 2).map((f) => f.name);
  return ["status", "locales", ...telling, "space", "updatedAt"];
}
