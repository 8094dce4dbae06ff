import { type NodeSpec, Schema } from "@milkdown/kit/prose/model";
import * as specs from "../rich/specs";

/* What Markdown can say, as the server renders it: CommonMark with tables and strikethrough (internal/markdown). */

const list = (tag: "ul" | "ol", spec: NodeSpec): NodeSpec => ({
  ...spec, attrs: { ...spec.attrs, tight: { default: true } },
  toDOM: ({ attrs }) => [tag, { start: attrs.start ?? null, "data-tight": attrs.tight ? "" : null }, 0],
});

const alignment = { align: { default: null } };

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: specs.paragraph,
    heading: { ...specs.heading, content: "(text | image | opaqueInline)*" },
    bulletList: list("ul", specs.bulletList),
    orderedList: list("ol", specs.orderedList),
    listItem: specs.listItem,
    blockquote: specs.blockquote,
    codeBlock: { ...specs.codeBlock, attrs: { ...specs.codeBlock.attrs, meta: { default: null } } },
    horizontalRule: specs.horizontalRule,
    table: specs.table,
    tableRow: specs.tableRow,
    tableHeader: specs.cell(true, "paragraph", alignment),
    tableCell: specs.cell(false, "paragraph", alignment),
    image: {
      group: "inline", inline: true, draggable: true, attrs: { src: {}, alt: { default: "" }, title: { default: null } },
      parseDOM: [{ tag: "img[src^='/media/']", getAttrs: (dom) => ({ src: dom.getAttribute("src"), alt: dom.getAttribute("alt") ?? "", title: dom.getAttribute("title") }) }],
      toDOM: ({ attrs }) => ["img", { src: attrs.src as string, alt: attrs.alt as string, title: attrs.title as string | null }],
    },
    hardBreak: specs.hardBreak,
    opaqueBlock: specs.opaque(false),
    opaqueInline: specs.opaque(true),
    text: { group: "inline" },
  },
  marks: { link: specs.link, bold: specs.bold, italic: specs.italic, strike: specs.strike, code: specs.code },
});
