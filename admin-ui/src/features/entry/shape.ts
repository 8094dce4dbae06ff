import type { Field, Labels } from "../../kit/model";
import { type Doc, get, isObject, type Path } from "./document";

/** A Crumb is one step of the way to a value, as people call it. */
export interface Crumb {
  label: Labels;
  /** Which one of a list, from 1. */
  n?: number;
  /** What the model says of the value there. */
  field?: Field | undefined;
}

/** crumbs gives the way to a value within its field: Blocks, Quote 2, Words. */
export function crumbs(fields: readonly Field[], doc: Doc, path: Path): Crumb[] {
  const depth = path[0] === "locales" ? 2 : 1;
  const out: Crumb[] = [];
  let field: Field | undefined;
  let inside = fields;
  for (let i = depth; i < path.length; i += 1) {
    const step = path[i] ?? "";
    const above = get(doc, path.slice(0, i));
    if (Array.isArray(above) && field) {
      const at = typeof step === "number" ? step : above.findIndex((one) => isObject(one) && one.$key === step);
      const one: unknown = above[at];
      const all = field.components?.() ?? [];
      const component = field.kind === "blocks" ? all.find((c) => isObject(one) && c.name === one.$type) : all[0];
      out.push({ label: field.kind === "blocks" ? (component?.label ?? {}) : {}, n: at + 1, field: { ...field, many: false } });
      inside = component?.fields ?? [];
    } else {
      field = inside.find((f) => f.name === step);
      out.push({ label: field?.label ?? { en: String(step) }, field });
      inside = field?.kind === "component" && !field.many ? (field.components?.()[0]?.fields ?? []) : [];
    }
  }
  return out;
}

/** fieldAt gives what the model says of the value at a path. */
export const fieldAt = (fields: readonly Field[], doc: Doc, path: Path): Field | undefined => crumbs(fields, doc, path).at(-1)?.field;
