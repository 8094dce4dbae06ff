/** A Person is somebody who can be called in a comment. */
export interface Person {
  id: string;
  name: string;
}

const most = 6;

/** calledBy gives what stands between an @ and the caret; undefined where nobody is being called. A name may have two parts. */
export function calledBy(before: string): string | undefined {
  return /(?:^|[\s(])@((?:[\p{L}\p{M}\p{N}.'’-]+ ?){0,2})$/u.exec(before)?.[1];
}

/** matching gives those whose name, or a part of it, begins like what was typed. */
export function matching<T extends Person>(people: readonly T[], typed: string): T[] {
  const words = typed.trim().toLocaleLowerCase();
  const fits = (name: string) => name.startsWith(words) || name.split(/\s+/u).some((part) => part.startsWith(words));
  const exact = people.some((p) => p.name.toLocaleLowerCase() === words && typed.endsWith(" "));
  return exact ? [] : people.filter((p) => fits(p.name.toLocaleLowerCase())).slice(0, most);
}

/** mentionedIn gives the ids of those who were chosen and whose name still stands there. */
export const mentionedIn = (text: string, chosen: readonly Person[]): string[] => [...new Set(chosen.filter((p) => text.includes(`@${p.name}`)).map((p) => p.id))];

/** piecesOf splits a text at the names of who is mentioned. */
export function piecesOf(text: string, names: readonly string[]): { text: string; mention: boolean }[] {
  const out: { text: string; mention: boolean }[] = [];
  let rest = text;
  while (rest !== "") {
    const found = names.map((name) => ({ name: `@${name}`, at: rest.indexOf(`@${name}`) })).filter((f) => f.at !== -1).sort((a, b) => a.at - b.at || b.name.length - a.name.length)[0];
    if (!found) break;
    if (found.at > 0) out.push({ text: rest.slice(0, found.at), mention: false });
    out.push({ text: found.name, mention: true });
    rest = rest.slice(found.at + found.name.length);
  }
  if (rest !== "") out.push({ text: rest, mention: false });
  return out;
}
