import { type MarkSpec, type NodeSpec, Schema } from "@milkdown/kit/prose/model";
import * as specs from "./specs";

/* The rich text of the server (internal/schema/rich_text_nodes.go): the same nodes, marks and attributes, and the marks in the same order.
   "rest" holds attributes and members that are not known here, "filled" says that a node is here only so that the cursor has a place. */

const rest = { rest: { default: null } };
const filled = { filled: { default: false } };

const kept = (spec: NodeSpec): NodeSpec => ({ ...spec, attrs: { ...spec.attrs, ...rest } });
const marked = (spec: MarkSpec): MarkSpec => ({ ...spec, attrs: { ...spec.attrs, ...rest } });
const fills = (spec: NodeSpec): NodeSpec => ({ ...spec, attrs: { ...spec.attrs, ...rest, ...filled } });

export const schema = new Schema({
  nodes: {
    doc: { content: "block+", attrs: rest },
    paragraph: fills(specs.paragraph),
    heading: kept(specs.heading),
    bulletList: kept(specs.bulletList),
    orderedList: kept(specs.orderedList),
    listItem: fills(specs.listItem),
    blockquote: kept(specs.blockquote),
    codeBlock: kept({ ...specs.codeBlock, marks: "_" }), // the server takes marks there
    horizontalRule: kept(specs.horizontalRule),
    table: kept(specs.table),
    tableRow: fills(specs.tableRow),
    tableHeader: kept(specs.cell(true, "block+")),
    tableCell: fills(specs.cell(false, "block+")),
    hardBreak: kept(specs.hardBreak),
    opaqueBlock: specs.opaque(false),
    opaqueInline: specs.opaque(true),
    text: { group: "inline" },
  },
  marks: {
    link: marked(specs.link),
    bold: marked(specs.bold),
    italic: marked(specs.italic),
    underline: marked(specs.underline),
    strike: marked(specs.strike),
    superscript: marked(specs.superscript),
    subscript: marked(specs.subscript),
    code: marked(specs.code),
    opaqueMark: { attrs: { kept: {} }, excludes: "", toDOM: () => ["span", { class: "p-opaque-mark" }, 0] },
  },
});

/** known are the attributes that the server has, with what it takes. */
export const known: Readonly<Record<string, Readonly<Record<string, (v: unknown) => boolean>>>> = {
  heading: { level: (v) => whole(v, 1, 6) },
  orderedList: { start: (v) => whole(v, 0, 1_000_000) },
  codeBlock: { language: (v) => typeof v === "string" && /^[A-Za-z0-9+#.-]{1,40}$/.test(v) },
  link: { href: (v) => typeof v === "string" && v !== "", title: (v) => typeof v === "string" },
};

/** needed is what a node or mark cannot be without. */
export const needed: Readonly<Record<string, string>> = { heading: "level", link: "href" };

const whole = (v: unknown, least: number, most: number) => Number.isInteger(v) && (v as number) >= least && (v as number) <= most;
