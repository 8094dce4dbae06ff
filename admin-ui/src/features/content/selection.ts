/** What a bulk action must know of a row. */
export interface Chosen {
  id: string;
  version: number;
  title: string;
}

/** What is selected, and the row that was touched last: a range begins there. */
export interface Selection {
  rows: ReadonlyMap<string, Chosen>;
  last: number | undefined;
}

export const none: Selection = { rows: new Map(), last: undefined };

/** toggle selects or deselects one row. */
export function toggle(selection: Selection, row: Chosen, index: number): Selection {
  const rows = new Map(selection.rows);
  if (!rows.delete(row.id)) rows.set(row.id, row);
  return { rows, last: index };
}

/** extend makes all rows of a range as the first of them, which was touched last, is. */
export function extend(selection: Selection, range: Chosen[], first: Chosen, index: number): Selection {
  const rows = new Map(selection.rows);
  const on = rows.has(first.id);
  for (const row of range) {
    if (on) rows.set(row.id, row);
    else rows.delete(row.id);
  }
  return { rows, last: index };
}
