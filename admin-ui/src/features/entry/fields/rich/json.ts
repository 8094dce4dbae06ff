import { type Attrs, Fragment, Mark, type Node, type NodeType } from "@milkdown/kit/prose/model";
import { known, needed, schema } from "./schema";

/** Json is a node or mark of rich text as the API has it. */
export interface Json {
  type: string;
  attrs?: Record<string, unknown>;
  content?: Json[];
  marks?: Json[];
  text?: string;
}

/** What nodes were read from: who is not touched is written as it came, to the byte. */
export type Memory = WeakMap<Node, Json>;

/** memory serves all editors of the page: a node that moves from one to the other stays what it is. */
export const memory: Memory = new WeakMap();

class Misfit extends Error {}

const isObject = (v: unknown): v is Record<string, unknown> => typeof v === "object" && v !== null && !Array.isArray(v);

/** read makes a document of a value of rich text: nothing, plain text, or what the server gives. What the schema does not know becomes
    opaque; undefined is a value that is no rich text at all. */
export function read(value: unknown, remember: Memory = memory): Node | undefined {
  if (value === undefined || value === null) return schema.node("doc", null, filler("paragraph"));
  if (typeof value === "string") return read(paragraphs(value), remember);
  if (!isObject(value) || value.type !== "doc") return undefined;
  try {
    return nodeOf(value as unknown as Json, remember);
  } catch (error) {
    if (error instanceof Misfit) return undefined;
    throw error;
  }
}

/** paragraphs makes rich text of plain text as the server does: an empty line ends a paragraph. */
export function paragraphs(text: string): Json {
  const content = text.split("\n\n").filter((part) => part.trim() !== "").map((part) => ({
    type: "paragraph",
    content: part.replace(/^\n+|\n+$/g, "").split("\n").flatMap((line, i) => [...(i > 0 ? [{ type: "hardBreak" }] : []), ...(line ? [{ type: "text", text: line }] : [])]),
  }));
  return { type: "doc", content };
}

function nodeOf(json: Json, remember: Memory): Node {
  const type = schema.nodes[json.type];
  if (!type || type.isText || type.name.startsWith("opaque")) throw new Misfit();
  if (json.content !== undefined && !Array.isArray(json.content)) throw new Misfit();
  const attrs = attrsOf(json, ["type", "attrs", "content"]);
  const children = (json.content ?? []).map((child) => childOf(type, child, remember)).filter((child) => child !== undefined);
  const node = type.create(attrs, children.length === 0 && needsOne(type) ? filler(type.name) : children);
  remember.set(node, json);
  return node;
}

const needsOne = (type: NodeType) => !type.validContent(Fragment.empty) || type.name === "tableRow";

/** filler is what stands in an empty node, so that there is a place to write. It is not written. */
function filler(inside: string): Node {
  if (inside === "bulletList" || inside === "orderedList") return schema.node("listItem", { filled: true }, filler("listItem"));
  if (inside === "table") return schema.node("tableRow", { filled: true }, filler("tableRow"));
  if (inside === "tableRow") return schema.node("tableCell", { filled: true }, filler("tableCell"));
  return schema.node("paragraph", { filled: true });
}

function childOf(parent: NodeType, json: unknown, remember: Memory): Node | undefined {
  const name = isObject(json) && typeof json.type === "string" ? json.type : "";
  if (name === "text" && parent.inlineContent && (json as unknown as Json).text === "") return undefined; // so does the server
  const type = schema.nodes[name];
  if (type && parent.contentMatch.matchType(type)) {
    try {
      return type.isText ? textOf(json as Json, parent) : nodeOf(json as Json, remember);
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
    }
  }
  const instead = schema.node(parent.inlineContent ? "opaqueInline" : "opaqueBlock", { kept: json });
  if (!parent.contentMatch.matchType(instead.type)) throw new Misfit();
  return instead;
}

function textOf(json: Json, parent: NodeType): Node {
  if (typeof json.text !== "string" || (json.marks !== undefined && !Array.isArray(json.marks))) throw new Misfit();
  if (Object.keys(json).some((key) => !["type", "text", "marks"].includes(key))) throw new Misfit();
  const marks = Mark.setFrom((json.marks ?? []).map(markOf));
  if (!parent.allowsMarks(marks)) throw new Misfit();
  return schema.text(json.text, marks);
}

function markOf(json: Json): Mark {
  const type = isObject(json) ? schema.marks[json.type] : undefined;
  if (type && type.name !== "opaqueMark") {
    try {
      return type.create(attrsOf(json, ["type", "attrs"]));
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
    }
  }
  return schema.mark("opaqueMark", { kept: json });
}

/** attrsOf takes the attributes that are known, and puts everything else aside. */
function attrsOf(json: Json, members: string[]): Attrs {
  const all = known[json.type] ?? {};
  const given = json.attrs ?? {};
  const attrs: Record<string, unknown> = {};
  const others: Record<string, unknown> = {};
  if (!isObject(given)) throw new Misfit();
  for (const [key, value] of Object.entries(given)) {
    if (value === null) continue; // editors write out what is not set
    if (!all[key]) others[key] = value;
    else if (all[key](value)) attrs[key] = value;
    else throw new Misfit();
  }
  const must = needed[json.type];
  if (must && attrs[must] === undefined) throw new Misfit();
  const beside = Object.fromEntries(Object.entries(json).filter(([key]) => !members.includes(key)));
  if (Object.keys(others).length + Object.keys(beside).length > 0) attrs.rest = { attrs: others, beside };
  return attrs;
}

/** write gives the value of a document, members in the order of the alphabet as the server has them; undefined where there is nothing to see. */
export function write(doc: Node, remember: Memory = memory): Json | undefined {
  return blank(doc) ? undefined : jsonOf(doc, remember);
}

/** blank is the server's rule: an editor that was opened and left has an empty paragraph. */
function blank(node: Node): boolean {
  if (node.isText || ["horizontalRule", "table", "opaqueBlock", "opaqueInline"].includes(node.type.name)) return false;
  return node.content.content.every(blank);
}

const isFiller = (node: Node): boolean => node.attrs.filled === true && (node.childCount === 0 || (node.childCount === 1 && node.firstChild !== null && isFiller(node.firstChild)));

function jsonOf(node: Node, remember: Memory): Json {
  const came = remember.get(node);
  if (came) return came;
  if (node.type.name.startsWith("opaque")) return node.attrs.kept as Json;
  const only = node.childCount === 1 ? node.firstChild : null;
  const children = only && isFiller(only) ? [] : node.content.content;
  const json = sorted({
    ...(node.attrs.rest as { beside?: object } | null)?.beside, type: node.type.name, ...writtenAttrs(node),
    ...(node.isText && { text: node.text ?? "" }), ...(node.isText && node.marks.length > 0 && { marks: node.marks.map(markJson) }),
    ...(children.length > 0 && { content: children.map((child) => jsonOf(child, remember)) }),
  });
  if (!node.isText) remember.set(node, json);
  return json;
}

const markJson = (mark: Mark): Json => (mark.type.name === "opaqueMark" ? (mark.attrs.kept as Json) : sorted({ ...(mark.attrs.rest as { beside?: object } | null)?.beside, type: mark.type.name, ...writtenAttrs(mark) }));

function writtenAttrs({ type, attrs }: { type: { name: string }; attrs: Attrs }): { attrs?: Record<string, unknown> } {
  const out: Record<string, unknown> = { ...(attrs.rest as { attrs?: object } | null)?.attrs };
  for (const key of Object.keys(known[type.name] ?? {})) if (attrs[key] !== null && attrs[key] !== "") out[key] = attrs[key];
  return Object.keys(out).length > 0 ? { attrs: sorted(out) } : {};
}

function sorted<T extends object>(json: T): T {
  return Object.fromEntries(Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1))) as T;
}

const lines = ["paragraph", "heading", "codeBlock", "horizontalRule", "tableRow"];

/** plain gives the text of a document alone, by which the server measures it: one line for each paragraph, item or row. */
export function plain(doc: Node): string {
  let out = "";
  const visit = (node: Node) => {
    if (node.isText) out += node.text ?? "";
    else if (node.type.name === "hardBreak") out += "\n";
    else {
      node.forEach(visit);
      if (lines.includes(node.type.name) && out !== "" && !out.endsWith("\n")) out += "\n";
    }
  };
  visit(doc);
  return out.trim();
}
