import { queryOptions } from "@tanstack/react-query";
import { api, ask } from "../api/client";

/** Labels by language, as the files of the model have them. */
export type Labels = Record<string, string>;

/** A Field of a content type or a component. */
export interface Field {
  name: string;
  kind: string;
  label: Labels;
  help?: Labels;
  required: boolean;
  localized: boolean;
  many: boolean;
  readOnly: boolean;
  default?: unknown;
  /** The field that a slug is made from. */
  from?: string;
  /** The fields that a computed one is made of. */
  sources?: string[];
  /** Types that a reference may lead to. */
  to?: string[];
  accept?: string[];
  filterable?: boolean;
  sortable?: boolean;
  searchable?: boolean;
  unique?: boolean;
  writableBy?: string[];
  when?: { field: string; is: unknown[] };
  values?: { value: string; label: Labels }[];
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  /** What a component field holds, or the blocks to choose from. A function, for a component may hold itself. */
  components?: () => Component[];
}

/** titleFields are what somebody types so that an entry has a title: the field itself, or the texts that a computed one is made of. */
export function titleFields(type: ContentType): Field[] {
  const title = type.fields.find((f) => f.name === type.title);
  if (title?.kind !== "computed") return title ? [title] : [];
  return type.fields.filter((f) => f.kind === "text" && title.sources?.includes(f.name));
}

export interface Component {
  name: string;
  label: Labels;
  fields: Field[];
}

export interface ContentType {
  name: string;
  label: Labels;
  description: Labels;
  /** Name of the field that entries are called by. */
  title: string;
  slug?: string;
  fields: Field[];
  singleton: boolean;
  tree: boolean;
  review: boolean;
  /** Path of an entry's page by site, with holes; "*" is for the sites that are not named. */
  preview: Record<string, string>;
}

type Json = { [key: string]: Json | undefined } & Record<string, unknown>;

/** readType makes a content type of its JSON Schema, as GET /content-types/{name} gives it. */
export function readType(schema: unknown): ContentType {
  const doc = schema as Json;
  const own = doc["x-portico"] as Json;
  const shared = doc.properties?.shared?.properties ?? {};
  const localized = (doc.properties?.locales?.additionalProperties as Json | undefined)?.properties ?? {};
  const fields = (own.fields as unknown as string[]).map((name) => readField(name, (shared[name] ?? localized[name]) as Json, doc));
  return { ...(own as unknown as ContentType), name: String(own.type), description: (own.description ?? {}) as Labels, preview: (own.preview ?? {}) as Record<string, string>, fields };
}

function readField(name: string, schema: Json, doc: Json): Field {
  const own = schema["x-portico"] as unknown as Field;
  const value = (schema.anyOf as unknown as Json[] | undefined)?.[0] ?? schema;
  const one = (value.type as unknown) === "array" && own.kind !== "tags" ? ((value.items ?? {}) as Json) : value;
  const field: Field = { ...own, name, readOnly: schema.readOnly === (true as unknown) };
  for (const bound of ["minLength", "maxLength", "pattern", "minimum", "maximum"] as const) {
    if (one[`x-${bound}`] !== undefined) Object.assign(field, { [bound]: one[`x-${bound}`] });
  }
  if (own.kind === "component") field.components = () => [readComponent(one, doc)];
  if (own.kind === "blocks") field.components = () => ((one.anyOf ?? []) as unknown as Json[]).map((s) => readComponent(s, doc));
  return field;
}

function readComponent(schema: Json, doc: Json): Component {
  const ref = schema.$ref as unknown;
  const found = typeof ref === "string" ? ((doc.$defs?.[ref.replace("#/$defs/", "")] ?? {}) as Json) : schema;
  const own = (found["x-portico"] ?? {}) as Json;
  const names = (own.fields ?? []) as unknown as string[];
  const properties = (found.properties ?? {}) as Json;
  return {
    name: String(own.component ?? ""), label: (own.label ?? {}) as Labels,
    fields: names.map((name) => readField(name, properties[name] as Json, doc)),
  };
}

/** holds says whether a field is shown, by the values beside it. */
export function holds(field: Field, beside: Record<string, unknown>): boolean {
  if (!field.when) return true;
  const { is } = field.when;
  const value = beside[field.when.field] ?? false;
  return Array.isArray(value) ? value.some((v) => is.includes(v)) : is.includes(value);
}

/** typesQuery lists the content types; typeQuery reads one with its fields. Models change with a release: they stay for minutes. */
export const typesQuery = queryOptions({
  queryKey: ["content-types"],
  queryFn: async () => (await ask(api.GET("/api/v1/content-types"))).data ?? [],
  staleTime: 300_000,
});

export const typeQuery = (name: string) =>
  queryOptions({
    queryKey: ["content-types", name],
    queryFn: async () => readType(await ask(api.GET("/api/v1/content-types/{name}", { params: { path: { name } } }))),
    staleTime: 300_000,
  });

/** sitesQuery lists the sites that the person may see. */
export const sitesQuery = queryOptions({
  queryKey: ["sites"],
  queryFn: async () => (await ask(api.GET("/api/v1/sites"))).data ?? [],
  staleTime: 60_000,
});
