import type { Node } from "@milkdown/kit/prose/model";
import { type Command, Plugin } from "@milkdown/kit/prose/state";
import { TableMap, isInTable, selectedRect } from "@milkdown/kit/prose/tables";

/** align sets the columns that the selection is in. */
export function align(to: "left" | "center" | "right"): Command {
  return (state, dispatch) => {
    if (!isInTable(state)) return false;
    const { map, tableStart, left, right, table } = selectedRect(state);
    const { tr } = state;
    for (let column = left; column < right; column++) {
      for (let row = 0; row < map.height; row++) {
        const at = map.map[row * map.width + column];
        if (at !== undefined) tr.setNodeMarkup(tableStart + at, null, { ...table.nodeAt(at)?.attrs, align: to });
      }
    }
    dispatch?.(tr);
    return true;
  };
}

/** headFirst keeps tables as Markdown has them: the first row alone is of heads, and a column is aligned as its head is. */
export const headFirst = new Plugin({
  appendTransaction(transactions, before, state) {
    if (!transactions.some((tr) => tr.docChanged)) return null;
    const { tableHeader, tableCell } = state.schema.nodes;
    const { tr } = state;
    state.doc.descendants((node, pos, _parent, index) => {
      if (node.type.name !== "table" || !tableHeader || !tableCell) return node.type.name !== "paragraph";
      if (before.doc.maybeChild(index) === node) return false;
      eachCell(node, (cell, offset, row, head) => {
        const want = row === 0 ? tableHeader : tableCell;
        const to = (head ?? cell).attrs.align as string | null;
        if (cell.type !== want || cell.attrs.align !== to) tr.setNodeMarkup(pos + 1 + offset, want, { ...cell.attrs, align: to });
      });
      return false;
    });
    return tr.docChanged ? tr : null;
  },
});

function eachCell(table: Node, visit: (cell: Node, offset: number, row: number, head: Node | undefined) => void) {
  const map = TableMap.get(table);
  map.map.forEach((offset, i) => {
    const cell = table.nodeAt(offset);
    const first = map.map[i % map.width];
    if (cell) visit(cell, offset, Math.floor(i / map.width), first === undefined ? undefined : (table.nodeAt(first) ?? undefined));
  });
}
