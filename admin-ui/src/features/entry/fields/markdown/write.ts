import type { BlockContent, List, ListItem, PhrasingContent, RootContent, Table } from "mdast";
import { gfmStrikethroughToMarkdown } from "mdast-util-gfm-strikethrough";
import { gfmTableToMarkdown } from "mdast-util-gfm-table";
import { toMarkdown } from "mdast-util-to-markdown";
import type { Node } from "@milkdown/kit/prose/model";
import { inline } from "./inline";
import { kept, type Kept } from "./read";

const source = (children: RootContent[]): string => toMarkdown(
  { type: "root", children },
  { bullet: "-", bulletOther: "*", emphasis: "*", rule: "-", listItemIndent: "one", extensions: [gfmTableToMarkdown({ tableCellPadding: true, tablePipeAlign: false }), gfmStrikethroughToMarkdown()] },
).replace(/\n+$/, "");

const isEmpty = (node: Node) => node.type.name === "paragraph" && node.childCount === 0;

/** writeAnew writes a whole document, whatever it was read from. */
export const writeAnew = (doc: Node): string => source(blocks(doc.content.content.filter((node) => !isEmpty(node))));

/** write gives a document as Markdown. Top blocks that nobody touched since they were read are written as they came; where a neighbour could
    change what one of them says, everything is written anew. */
export function write(doc: Node, memory: { get: (node: Node) => Kept | undefined } = kept): string {
  let out = "";
  let before: { node: Node; kept: Kept | undefined } | undefined;
  let fresh: Node[] = [];
  const flush = () => {
    if (fresh.length > 0) out += source(blocks(fresh));
    fresh = [];
  };
  for (const node of doc.content.content) {
    if (isEmpty(node)) continue;
    const found = memory.get(node);
    const now = found?.needs.every((definition) => doc.content.content.includes(definition)) ? found : undefined;
    const together = before && now && before.kept && now.after === before.node;
    if (before && !together && (now || before.kept) && meet(before.node, node, now)) return writeAnew(doc);
    if (now) flush();
    if (before && (now || before.kept)) out += together ? now.gap : "\n\n";
    if (now) out += now.source;
    else fresh.push(node);
    before = { node, kept: now };
  }
  flush();
  return out;
}

const isList = (node: Node) => node.type.name === "bulletList" || node.type.name === "orderedList";

/** meet says whether two blocks that did not stand side by side before could become one, or one go on into the other. */
function meet(above: Node, below: Node, now: Kept | undefined): boolean {
  return (isList(above) && isList(below)) || /^[ \t]/.test(now?.source ?? "");
}

const blocks = (nodes: readonly Node[]): RootContent[] => nodes.map(block);

function block(node: Node): RootContent {
  const { attrs } = node;
  switch (node.type.name) {
    case "heading": return { type: "heading", depth: attrs.level as 1, children: inline(node) };
    case "blockquote": return { type: "blockquote", children: flows(node) };
    case "codeBlock": return { type: "code", lang: attrs.language as string | null, meta: attrs.language ? (attrs.meta as string | null) : null, value: node.textContent };
    case "horizontalRule": return { type: "thematicBreak" };
    case "bulletList":
    case "orderedList": return list(node);
    case "table": return table(node);
    case "opaqueBlock": return { type: "html", value: String(attrs.kept) };
    default: return { type: "paragraph", children: inline(node) };
  }
}

/** flows leaves out empty paragraphs, which Markdown cannot say. */
const flows = (node: Node) => blocks(node.content.content.filter((child) => !isEmpty(child))) as BlockContent[];

function list(node: Node): List {
  const ordered = node.type.name === "orderedList";
  const spread = !node.attrs.tight;
  const items = node.content.content.map((item): ListItem => ({ type: "listItem", spread, children: flows(item) }));
  return { type: "list", ordered, start: ordered ? ((node.attrs.start as number | null) ?? 1) : null, spread, children: items };
}

function table(node: Node): Table {
  const rows = node.content.content.map((row) => ({
    type: "tableRow" as const, children: row.content.content.map((cell) => ({ type: "tableCell" as const, children: cell.firstChild ? inline(cell.firstChild).map(oneLine) : [] })),
  }));
  return { type: "table", align: node.firstChild?.content.content.map((cell) => cell.attrs.align as "left" | null) ?? [], children: rows };
}

const oneLine = (child: PhrasingContent): PhrasingContent => (child.type === "break" ? { type: "text", value: " " } : child);
