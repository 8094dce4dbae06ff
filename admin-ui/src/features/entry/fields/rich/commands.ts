import { lift, setBlockType, toggleMark, wrapIn } from "@milkdown/kit/prose/commands";
import type { MarkType, Node, NodeType } from "@milkdown/kit/prose/model";
import { liftListItem, wrapInList } from "@milkdown/kit/prose/schema-list";
import { type Command, type EditorState, NodeSelection, TextSelection } from "@milkdown/kit/prose/state";
import { isInTable } from "@milkdown/kit/prose/tables";

/** markIs says whether what is selected, or what would be typed, has a mark. */
export function markIs(state: EditorState, type: MarkType): boolean {
  const { from, $from, to, empty } = state.selection;
  return empty ? type.isInSet(state.storedMarks ?? $from.marks()) !== undefined : state.doc.rangeHasMark(from, to, type);
}

/** around gives the innermost node of some types that the selection stands in, with its place. */
export function around(state: EditorState, ...names: string[]): { node: Node; pos: number; depth: number } | undefined {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth);
    if (names.includes(node.type.name)) return { node, pos: $from.before(depth), depth };
  }
  return undefined;
}

/** chosen gives the selected node, where it is one of a type. */
export function chosen(state: EditorState, name: string): Node | undefined {
  return state.selection instanceof NodeSelection && state.selection.node.type.name === name ? state.selection.node : undefined;
}

/** mark writes a mark or takes it away. Text is above or below its line, not both; code blocks take none. */
export function mark(name: string): Command {
  return (state, dispatch) => {
    const type = state.schema.marks[name];
    if (!type || state.selection.$from.parent.type.spec.code) return false;
    const rival = state.schema.marks[{ superscript: "subscript", subscript: "superscript" }[name] ?? ""];
    return toggleMark(type)(state, dispatch && ((tr) => {
      const { from, to } = tr.selection;
      if (rival && !markIs(state, type)) tr.removeMark(from, to, rival).removeStoredMark(rival);
      dispatch(tr);
    }));
  };
}

/** style makes the lines of the selection headings, paragraphs or code. */
export function style(name: string, attrs: Record<string, unknown> = {}): Command {
  return (state, dispatch) => {
    const type = state.schema.nodes[name];
    return type ? setBlockType(type, attrs)(state, dispatch) : false;
  };
}

/** code makes a code block, and text again of one. */
export const codeBlock: Command = (state, dispatch) => style(around(state, "codeBlock") ? "paragraph" : "codeBlock")(state, dispatch);

/** quote puts what is selected into a quotation, or takes it out of one. */
export const quote: Command = (state, dispatch) => {
  if (around(state, "blockquote")) return lift(state, dispatch);
  const type = state.schema.nodes.blockquote;
  return type ? wrapIn(type)(state, dispatch) : false;
};

/** list makes a list of what is selected, another kind of list of a list, or paragraphs again. */
export function list(name: "bulletList" | "orderedList"): Command {
  return (state, dispatch) => {
    const { [name]: type, listItem } = state.schema.nodes;
    if (!type || !listItem) return false;
    const found = around(state, "bulletList", "orderedList");
    if (!found) return wrapInList(type)(state, dispatch);
    if (found.node.type === type) return liftListItem(listItem)(state, dispatch);
    if (dispatch) dispatch(state.tr.setNodeMarkup(found.pos, type, common(type, found.node)));
    return true;
  };
}

/** common keeps of a list's attributes those that the other kind has, too. */
function common(type: NodeType, from: Node): Record<string, unknown> {
  return Object.fromEntries(Object.entries(from.attrs).filter(([key]) => key in (type.spec.attrs ?? {})));
}

/** rule puts a line between what is before and what is behind. */
export const rule: Command = (state, dispatch) => {
  const type = state.schema.nodes.horizontalRule;
  if (!type || isInTable(state)) return false;
  if (dispatch) {
    const { paragraph } = state.schema.nodes;
    const tr = state.tr.replaceSelectionWith(type.create());
    const behind = tr.selection.$to;
    if (behind.depth === 0 && behind.pos === tr.doc.content.size && paragraph) tr.insert(behind.pos, paragraph.create());
    dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(tr.selection.to), 1)).scrollIntoView());
  }
  return true;
};

/** newTable puts in a table with a row of heads, and goes into its first cell. Tables do not stand in tables. */
export const newTable: Command = (state, dispatch) => {
  const { table, tableRow, tableHeader, tableCell } = state.schema.nodes;
  if (!table || !tableRow || !tableHeader || !tableCell || isInTable(state) || around(state, "codeBlock")) return false;
  if (!dispatch) return true;
  const row = (cell: NodeType) => tableRow.create(null, [0, 1, 2].map(() => cell.createAndFill() as Node));
  const made = table.create(null, [row(tableHeader), row(tableCell), row(tableCell)]);
  const { from } = state.selection;
  const tr = state.tr.replaceSelectionWith(made);
  let at: number | undefined;
  tr.doc.nodesBetween(Math.max(0, from - 1), Math.min(tr.doc.content.size, from + made.nodeSize), (node, pos) => {
    if (node === made) at = pos;
    return at === undefined;
  });
  if (at !== undefined) tr.setSelection(TextSelection.near(tr.doc.resolve(at + 3), 1));
  dispatch(tr.scrollIntoView());
  return true;
};

/** insertInline puts an inline node where the cursor is. */
export function insertInline(node: Node): Command {
  return (state, dispatch) => {
    if (state.selection.$from.parent.type.spec.code) return false;
    dispatch?.(state.tr.replaceSelectionWith(node, true).scrollIntoView());
    return true;
  };
}

/** linkAt gives the link that the cursor stands in or that is selected, and all that it spans. */
export function linkAt(state: EditorState): { from: number; to: number; href: string; title: string | null } | undefined {
  const type = state.schema.marks.link;
  const { $from, from, to, empty } = state.selection;
  const { parent, parentOffset } = $from;
  if (!type || !parent.inlineContent) return undefined;
  const found = [...runs(parent, type)].find((run) => (empty ? run.from <= parentOffset && parentOffset <= run.to : run.from < parentOffset + to - from && parentOffset < run.to));
  if (!found) return undefined;
  const start = $from.start();
  return { from: start + found.from, to: start + found.to, href: String(found.mark.attrs.href), title: found.mark.attrs.title as string | null };
}

function* runs(parent: Node, type: MarkType) {
  let run: { from: number; to: number; mark: NonNullable<ReturnType<MarkType["isInSet"]>> } | undefined;
  for (let at = 0, i = 0; i < parent.childCount; i++) {
    const child = parent.child(i);
    const found = type.isInSet(child.marks);
    if (run && (!found || !found.eq(run.mark))) {
      yield run;
      run = undefined;
    }
    if (found) run = { from: run?.from ?? at, to: at + child.nodeSize, mark: found };
    at += child.nodeSize;
  }
  if (run) yield run;
}

/** setLink writes the link that the selection stands in, or one around what is selected, or around new words. Without an address it takes
    the link away. */
export function setLink(href: string, words: string): Command {
  return (state, dispatch) => {
    const type = state.schema.marks.link;
    if (!type) return false;
    const now = linkAt(state);
    const from = now?.from ?? state.selection.from;
    const to = now?.to ?? state.selection.to;
    const { tr } = state;
    const end = from === to && href ? from + words.length : to;
    if (from === to && href && words) tr.insertText(words, from);
    tr.removeMark(from, end, type);
    if (href) tr.addMark(from, end, type.create({ href, title: now?.title ?? null }));
    tr.setSelection(TextSelection.near(tr.doc.resolve(end), -1)).removeStoredMark(type);
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}
