import type { ContentType, Field } from "../../kit/model";

/** A Condition of the filter: field, operator, value. */
export interface Condition {
  field: string;
  op: Operator;
  value: string;
}

export const operators = ["eq", "ne", "gt", "lt", "contains", "exists"] as const;
export type Operator = (typeof operators)[number];

/** What the list shows: all of it stands in the address, so a list can be sent to a colleague and kept as a view. */
export interface ListSearch {
  type?: string;
  space?: string;
  locale?: string;
  q?: string;
  status?: string[];
  sort?: string;
  match?: "all" | "any";
  filter?: Condition[];
  columns?: string[];
  trash?: boolean;
}

const text = (v: unknown) => (typeof v === "string" && v !== "" && v.length < 400 ? v : undefined);
const list = (v: unknown) => (Array.isArray(v) ? v.filter((x): x is string => typeof x === "string").slice(0, 40) : undefined);

/** readSearch takes what an address says, and leaves out what it does not understand. */
export function readSearch(raw: Record<string, unknown>): ListSearch {
  const conditions = Array.isArray(raw.filter) ? raw.filter.filter(isCondition).slice(0, 20) : undefined;
  const out: ListSearch = {};
  const put = <K extends keyof ListSearch>(key: K, value: ListSearch[K] | undefined) => {
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) out[key] = value;
  };
  put("type", text(raw.type));
  put("space", text(raw.space));
  put("locale", text(raw.locale));
  put("q", text(raw.q));
  put("status", list(raw.status));
  put("sort", text(raw.sort));
  put("match", raw.match === "any" ? "any" : undefined);
  put("filter", conditions);
  put("columns", list(raw.columns));
  put("trash", raw.trash === true ? true : undefined);
  return out;
}

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

/** queryOf makes the query of a list. Conditions that are not complete yet are left out. */
export function queryOf(search: ListSearch, type: ContentType, language: string): Record<string, unknown> {
  const conditions = (search.filter ?? []).filter((c) => c.op === "exists" || c.value.trim() !== "").map((c) => {
    const field = type.fields.find((f) => f.name === c.field);
    if (c.op === "exists") return { [c.field]: { exists: c.value !== "false" } };
    const value = moments.includes(c.field) && /^\d{4}-\d\d-\d\d$/.test(c.value) ? `${c.value}T00:00:00Z` : valueOf(field, c.value);
    return { [c.field]: c.op === "eq" ? value : { [c.op]: value } };
  });
  const all: object[] = conditions.length > 0 ? [conditions.length === 1 ? (conditions[0] ?? {}) : { [search.match === "any" ? "or" : "and"]: conditions }] : [];
  if (search.status?.length) all.push({ status: { in: search.status } });
  if (search.space) all.push({ space: search.space });
  if (search.trash) all.push({ trashed: true });
  const body: Record<string, unknown> = {
    type: type.name, locale: search.locale ?? language, count: "exact", sort: [search.sort ?? "-updatedAt"], fields: fieldsOf(search, type),
  };
  if (all.length > 0) body.filter = all.length === 1 ? all[0] : { and: all };
  if (search.q && type.fields.some((f) => f.searchable)) body.q = search.q;
  return body;
}

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

