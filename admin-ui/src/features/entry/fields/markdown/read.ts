import type { Nodes, PhrasingContent, Root, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmAutolinkLiteralFromMarkdown } from "mdast-util-gfm-autolink-literal";
import { gfmStrikethroughFromMarkdown } from "mdast-util-gfm-strikethrough";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmAutolinkLiteral } from "micromark-extension-gfm-autolink-literal";
import { gfmStrikethrough } from "micromark-extension-gfm-strikethrough";
import { gfmTable } from "micromark-extension-gfm-table";
import type { Attrs, Mark, Node } from "@milkdown/kit/prose/model";
import { schema } from "./schema";

/** What a top block was read from: whoever is not touched is written as it came. */
export interface Kept {
  source: string;
  /** What stands between the block before and this one; that block is after. */
  gap: string;
  after: Node | undefined;
  /** Definitions without which it would say something else. */
  needs: readonly Node[];
}

/** kept serves all editors of the page. */
export const kept = new WeakMap<Node, Kept>();

const tree = (text: string): Root => fromMarkdown(text, {
  extensions: [gfmTable(), gfmStrikethrough(), gfmAutolinkLiteral()], mdastExtensions: [gfmTableFromMarkdown(), gfmStrikethroughFromMarkdown(), gfmAutolinkLiteralFromMarkdown()],
});

/** read makes a document of Markdown. What the schema has no place for becomes opaque, with its source. */
export function read(text: string): Node {
  const root = tree(text);
  const reader = new Reader(text, root);
  const blocks = root.children.map((child) => reader.block(child));
  const doc = schema.node("doc", null, blocks.length > 0 ? blocks : schema.node("paragraph"));
  remember(text, root, blocks, reader.refers);
  return doc;
}

/** remember keeps the source of the blocks that mean the same wherever they stand. */
function remember(text: string, root: Root, blocks: Node[], refers: ReadonlySet<Nodes>) {
  const cut = (child?: Nodes) => text.slice(child?.position?.start.offset, child?.position?.end.offset);
  const defining = root.children.filter((child) => child.type === "definition");
  const definitions = blocks.filter((_, i) => root.children[i]?.type === "definition");
  let end = 0;
  blocks.forEach((block, i) => {
    const child = root.children[i];
    const from = child?.position?.start.offset ?? 0;
    const to = child?.position?.end.offset ?? 0;
    const source = text.slice(from, to);
    const needs = child && refers.has(child) ? definitions : [];
    if (standsAlone(source, block, needs.length > 0 ? defining.map(cut) : [])) kept.set(block, { source, gap: text.slice(end, from), after: blocks[i - 1], needs });
    end = to;
  });
}

/** standsAlone says whether a source is read as the same block with a paragraph behind it: nothing in it reaches further, as a fence that
    nobody closed would. */
function standsAlone(source: string, block: Node, definitions: string[]): boolean {
  const alone = [source, "x", ...definitions].join("\n\n");
  const root = tree(alone);
  const [first, second] = root.children;
  if (root.children.length !== 2 + definitions.length || !first || second?.type !== "paragraph") return false;
  return new Reader(alone, root).block(first).eq(block);
}

class Reader {
  /** Top blocks that need a definition of another place. */
  readonly refers = new Set<Nodes>();
  private definitions = new Map<string, { url: string; title?: string | null | undefined }>();
  private top: Nodes | undefined;

  constructor(private text: string, root: Root) {
    const visit = (node: Nodes) => {
      if (node.type === "definition" && !this.definitions.has(node.identifier)) this.definitions.set(node.identifier, node);
      if ("children" in node) for (const child of node.children) visit(child);
    };
    visit(root);
  }

  private source = (node: Nodes) => this.text.slice(node.position?.start.offset, node.position?.end.offset);

  block(node: RootContent): Node {
    this.top = node;
    return this.flow(node);
  }

  private flow(node: RootContent): Node {
    switch (node.type) {
      case "paragraph": return schema.node("paragraph", null, this.inline(node.children));
      case "heading": return schema.node("heading", { level: node.depth }, this.inline(node.children).map((child) => (child.type.name === "hardBreak" ? schema.text(" ") : child)));
      case "blockquote": return schema.node("blockquote", null, this.flows(node.children));
      case "code": return schema.node("codeBlock", { language: node.lang ?? null, meta: node.meta ?? null }, node.value ? schema.text(node.value) : []);
      case "thematicBreak": return schema.node("horizontalRule");
      case "list": {
        const attrs: Attrs = { tight: !node.spread && node.children.every((item) => !item.spread), ...(node.ordered && { start: node.start ?? 1 }) };
        return schema.node(node.ordered ? "orderedList" : "bulletList", attrs, node.children.map((item) => schema.node("listItem", null, this.flows(item.children))));
      }
      case "table": {
        const rows = node.children.map((row, i) => schema.node("tableRow", null, node.children[0]?.children.map((_, column) => {
          const inside = schema.node("paragraph", null, this.inline(row.children[column]?.children ?? []));
          return schema.node(i === 0 ? "tableHeader" : "tableCell", { align: node.align?.[column] ?? null }, inside);
        })));
        return schema.node("table", null, rows);
      }
      default: return schema.node("opaqueBlock", { kept: this.source(node) });
    }
  }

  private flows(children: RootContent[]): Node[] {
    return children.length > 0 ? children.map((child) => this.flow(child)) : [schema.node("paragraph")];
  }

  private inline(children: PhrasingContent[], marks: readonly Mark[] = []): Node[] {
    return children.flatMap((child) => this.phrase(child, marks));
  }

  private phrase(node: PhrasingContent, marks: readonly Mark[]): Node[] {
    const within = (name: string, attrs: Attrs | null = null) => ("children" in node ? this.inline(node.children, schema.mark(name, attrs).addToSet(marks)) : []);
    const words = (text: string, more = marks) => (text === "" ? [] : [schema.text(text, more)]);
    const picture = (url: string, alt?: string | null, title?: string | null) => [schema.node("image", { src: url, alt: alt ?? "", title: title ?? null }, undefined, marks)];
    switch (node.type) {
      case "text": return words(node.value.replace(/[ \t]*\r?\n[ \t]*/g, " ")); // a line that only ends is a space to readers
      case "strong": return within("bold");
      case "emphasis": return within("italic");
      case "delete": return within("strike");
      case "inlineCode": return words(node.value, schema.mark("code").addToSet(marks));
      case "break": return [schema.node("hardBreak", null, undefined, marks)];
      case "link": return within("link", { href: /^www\./i.test(this.source(node)) ? node.url.replace(/^http:/, "https:") : node.url, title: node.title ?? null }); // so does the server
      case "image": return picture(node.url, node.alt, node.title);
      case "linkReference":
      case "imageReference": {
        if (this.top) this.refers.add(this.top);
        const to = this.definitions.get(node.identifier);
        if (!to) return [schema.node("opaqueInline", { kept: this.source(node) }, undefined, marks)];
        return node.type === "imageReference" ? picture(to.url, node.alt, to.title) : within("link", { href: to.url, title: to.title ?? null });
      }
      default: return [schema.node("opaqueInline", { kept: this.source(node) }, undefined, marks)];
    }
  }
}
