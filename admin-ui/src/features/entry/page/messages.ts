import type { ContentType } from "../../../kit/model";
import { type Doc, get, isObject, pointer, steps } from "../document";

/** What a page in the frame says: that it listens, and what was clicked. */
export type Said = { type: "here" } | { type: "edit"; entry: string; field: string };

/** What is said to it. */
export type Told = { type: "reload" } | { type: "show"; entry: string; fields: string[] };

const longest = 500; // characters of a pointer

/** readSaid reads a message, which may be anything. */
export function readSaid(data: unknown): Said | undefined {
  if (!isObject(data) || data.portico !== 1) return undefined;
  if (data.type === "here") return { type: "here" };
  const { entry, field } = data;
  if (data.type !== "edit" || typeof entry !== "string" || typeof field !== "string") return undefined;
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(entry) || field.length > longest) return undefined;
  return { type: "edit", entry, field };
}

/** fieldAt gives the pointer of a field in the form for what a page calls it: "/title", "/body/b1/text" with the key of a block or its
    number, or the whole of it ("/locales/fr/title"). undefined where the type has no such field. */
export function fieldAt(type: ContentType, doc: Doc, locale: string, said: string): string | undefined {
  const path = steps(said.startsWith("/") ? said : `/${said}`);
  const whole = path[0] === "shared" ? 1 : path[0] === "locales" ? 2 : 0;
  const field = type.fields.find((f) => f.name === path[whole]);
  if (!field) return undefined;
  const from = whole > 0 ? [] : field.localized ? ["locales", locale] : ["shared"];
  return pointer(walked(doc, [...from, ...path]).map(({ step, place }) => place ?? step));
}

interface Walked {
  step: string;
  /** In a list: the number of what the step leads to, and its key where it is a block. */
  place?: number;
  key?: string;
}

/** walked follows a path, whose steps into lists are numbers or the keys of blocks. */
function walked(doc: Doc, path: readonly string[]): Walked[] {
  let at: unknown = doc;
  return path.map((step) => {
    const place = Array.isArray(at) ? placeIn(at, step) : undefined;
    at = get(at, [place ?? step]);
    const key = isObject(at) && typeof at.$key === "string" ? at.$key : undefined;
    return { step, ...(place !== undefined && { place }), ...(place !== undefined && key !== undefined && { key }) };
  });
}

function placeIn(list: readonly unknown[], step: string): number | undefined {
  const at = list.findIndex((one) => isObject(one) && one.$key === step);
  return at !== -1 ? at : /^\d{1,6}$/.test(step) ? Number(step) : undefined;
}

/** namesOf gives what a page may call the field of a pointer, the most exact first: the part, and what it is a part of; blocks by key, too. */
export function namesOf(doc: Doc, at: string): string[] {
  const path = steps(at);
  const start = path[0] === "locales" ? 2 : 1;
  const keyed = walked(doc, path).map(({ step, key }) => key ?? step);
  const names: string[] = [];
  for (let n = path.length; n > start; n -= 1) {
    for (const from of [path, keyed]) names.push(pointer(from.slice(start, n)), pointer(from.slice(0, n)));
  }
  return [...new Set(names)];
}
