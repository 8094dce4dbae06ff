import type { MarkSpec, NodeSpec } from "@milkdown/kit/prose/model";

/* Nodes and marks that both kinds of text have. They are called as rich text calls them, so that tools and keys work on both. Addresses of
   links are shown, and lead nowhere: who edits does not want to leave. */

const title = (dom: HTMLElement, name: string) => dom.getAttribute(name) || null;

export const paragraph: NodeSpec = { group: "block", content: "inline*", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] };

export const heading: NodeSpec = {
  group: "block", content: "inline*", defining: true, attrs: { level: { default: 2 } },
  parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level } })),
  toDOM: (node) => [`h${node.attrs.level}`, 0],
};

export const blockquote: NodeSpec = { group: "block", content: "block+", defining: true, parseDOM: [{ tag: "blockquote" }], toDOM: () => ["blockquote", 0] };

export const codeBlock: NodeSpec = {
  group: "block", content: "text*", marks: "", code: true, defining: true, attrs: { language: { default: null } },
  parseDOM: [{ tag: "pre", preserveWhitespace: "full", getAttrs: (dom) => ({ language: /(?:^|\s)language-([\w+#.-]{1,40})/.exec(dom.querySelector("code")?.className ?? "")?.[1] ?? null }) }],
  toDOM: (node) => ["pre", { dir: "ltr" }, ["code", node.attrs.language ? { class: `language-${node.attrs.language}` } : {}, 0]],
};

export const horizontalRule: NodeSpec = { group: "block", parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] };

export const bulletList: NodeSpec = { group: "block", content: "listItem+", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] };

export const orderedList: NodeSpec = {
  group: "block", content: "listItem+", attrs: { start: { default: null } },
  parseDOM: [{ tag: "ol", getAttrs: (dom) => ({ start: startOf(dom.getAttribute("start")) }) }],
  toDOM: (node) => ["ol", node.attrs.start === null || node.attrs.start === 1 ? {} : { start: node.attrs.start }, 0],
};

/** startOf takes a number that an ordered list can begin with. */
export function startOf(text: string | null): number | null {
  const n = Number(text);
  return text && Number.isInteger(n) && n >= 0 && n !== 1 && n <= 1_000_000 ? n : null;
}

export const listItem: NodeSpec = { content: "block+", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] };

export const hardBreak: NodeSpec = { group: "inline", inline: true, selectable: false, linebreakReplacement: true, parseDOM: [{ tag: "br" }], toDOM: () => ["br"], leafText: () => "\n" };

/** What the tools for tables want of a cell. Cells that span several are not made, so all have 1. */
const spans = { colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null } };

export const table: NodeSpec = { group: "block", content: "tableRow+", tableRole: "table", isolating: true, parseDOM: [{ tag: "table" }], toDOM: () => ["table", ["tbody", 0]] };

export const tableRow: NodeSpec = { content: "(tableCell | tableHeader)*", tableRole: "row", parseDOM: [{ tag: "tr" }], toDOM: () => ["tr", 0] };

export const cell = (header: boolean, content: string, attrs: NodeSpec["attrs"] = {}): NodeSpec => ({
  content, attrs: { ...spans, ...attrs }, tableRole: header ? "header_cell" : "cell", isolating: true,
  parseDOM: [{ tag: header ? "th" : "td", getAttrs: (dom) => ("align" in attrs ? { align: /^(?:left|center|right)$/.exec(dom.getAttribute("align") ?? "")?.[0] ?? null } : null) }],
  toDOM: (node) => [header ? "th" : "td", node.attrs.align ? { align: node.attrs.align } : {}, 0],
});

/** opaque is what the schema does not know: shown as a card, kept as it is. What copies it within a tab keeps it, too. */
export const opaque = (inline: boolean): NodeSpec => ({
  group: inline ? "inline" : "block", inline, atom: true, attrs: { kept: {} }, toDOM: () => [inline ? "span" : "div", { class: "p-opaque" }], defining: !inline,
});

export const link: MarkSpec = {
  inclusive: false, attrs: { href: {}, title: { default: null } },
  parseDOM: [{ tag: "a[href]", getAttrs: (dom) => ({ href: dom.getAttribute("href"), title: title(dom, "title") }) }],
  toDOM: (mark) => ["a", { href: mark.attrs.href, title: mark.attrs.title, rel: "noreferrer" }, 0],
};

export const bold: MarkSpec = { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] };
export const italic: MarkSpec = { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] };
export const underline: MarkSpec = { parseDOM: [{ tag: "u" }], toDOM: () => ["u", 0] };
export const strike: MarkSpec = { parseDOM: [{ tag: "s" }, { tag: "del" }, { tag: "strike" }], toDOM: () => ["s", 0] };
export const superscript: MarkSpec = { parseDOM: [{ tag: "sup" }], toDOM: () => ["sup", 0] };
export const subscript: MarkSpec = { parseDOM: [{ tag: "sub" }], toDOM: () => ["sub", 0] };
export const code: MarkSpec = { code: true, parseDOM: [{ tag: "code" }], toDOM: () => ["code", 0] };
