/** What is selected, and what was touched last: a range begins there. */
export interface Selection {
  ids: ReadonlySet<string>;
  last: string | undefined;
}

/** pick selects or deselects one row; with shift all rows from the last touched one to it, as that one is. */
export function pick(selection: Selection, order: string[], id: string, shift: boolean): Selection {
  const ids = new Set(selection.ids);
  const from = selection.last === undefined ? -1 : order.indexOf(selection.last);
  const to = order.indexOf(id);
  if (shift && from !== -1 && to !== -1 && selection.last !== undefined) {
    const on = ids.has(selection.last);
    for (const each of order.slice(Math.min(from, to), Math.max(from, to) + 1)) {
      if (on) ids.add(each);
      else ids.delete(each);
    }
  } else if (ids.has(id)) ids.delete(id);
  else ids.add(id);
  return { ids, last: id };
}
