import { canonical } from "./document";

/** mergeRows merges rows that have no names (paragraphs, say) by what stays the same around them; undefined where changes of both meet. */
export function mergeRows<T>(base: readonly T[], mine: readonly T[], theirs: readonly T[]): T[] | undefined {
  const [b, m, t] = [base, mine, theirs].map((rows) => rows.map(canonical)) as [string[], string[], string[]];
  const [toMine, toTheirs] = [matches(b, m), matches(b, t)];
  const out: T[] = [];
  let [i, j, k] = [0, 0, 0];
  for (let at = 0; at <= b.length; at += 1) {
    const [x, y] = at === b.length ? [m.length, t.length] : [toMine[at], toTheirs[at]];
    if (x === undefined || y === undefined) continue;
    const [was, here, there] = [b.slice(i, at).join("\n"), m.slice(j, x).join("\n"), t.slice(k, y).join("\n")];
    if (here === was) out.push(...theirs.slice(k, y));
    else if (there === was || there === here) out.push(...mine.slice(j, x));
    else return undefined;
    const stable = base[at];
    if (at < b.length && stable !== undefined) out.push(stable);
    [i, j, k] = [at + 1, x + 1, y + 1];
  }
  return out;
}

/** matches gives, for each row, its place in the other list, where it is part of a longest run of rows that both have in one order. */
function matches(rows: readonly string[], others: readonly string[]): (number | undefined)[] {
  const width = others.length + 1;
  const best = new Uint32Array((rows.length + 1) * width); // [i, j]: the longest of what follows
  const at = (i: number, j: number) => best[i * width + j] ?? 0;
  for (let i = rows.length - 1; i >= 0; i -= 1) {
    for (let j = others.length - 1; j >= 0; j -= 1) {
      best[i * width + j] = rows[i] === others[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const out: (number | undefined)[] = rows.map(() => undefined);
  for (let i = 0, j = 0; i < rows.length && j < others.length;) {
    if (rows[i] === others[j]) {
      out[i] = j;
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return out;
}
