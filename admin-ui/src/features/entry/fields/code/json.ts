/** parsed reads what was typed; nothing typed is no value. undefined is what cannot be read. */
export function parsed(text: string): { value: unknown } | undefined {
  if (text.trim() === "") return { value: undefined };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

export const pretty = (value: unknown): string => (value === undefined ? "" : JSON.stringify(value, null, 2));

/* What may stand in JSON, in pieces. Whatever is none of them is wrong. */
const piece = /[\s]+|[{}[\],:]|"(?:[^"\\\n]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|true\b|false\b|null\b/y;

/** errorLine gives the number of the line, from 1, in which a text stops being JSON; 0 for one that is. Browsers say it each in another
    way or not at all, so it is found here: the shortest beginning that nothing could be added to. */
export function errorLine(text: string): number {
  if (parsed(text)) return 0;
  const at = errorAt(text);
  return text.slice(0, at).split("\n").length;
}

type Want = "value" | "first" | "name" | "firstName" | "colon" | "next" | "end";

function errorAt(text: string): number {
  const open: ("[" | "{")[] = [];
  let want: Want = "value";
  let last = 0;
  for (let at = 0; at < text.length; ) {
    piece.lastIndex = at;
    const token = piece.exec(text)?.[0];
    if (token === undefined) return at;
    if (token.trim() !== "") {
      const next = step(token, want, open);
      if (next === undefined) return at;
      want = next;
      last = at + token.length;
    }
    at += token.length;
  }
  return last;
}

/** step takes a piece and says what may come behind it. */
function step(token: string, want: Want, open: ("[" | "{")[]): Want | undefined {
  const closed = () => (open.length > 0 ? "next" : "end");
  const close = (bracket: "[" | "{") => (open.pop() === bracket ? closed() : undefined);
  const [sign = ""] = token;
  if (want === "colon") return sign === ":" ? "value" : undefined;
  if (want === "name" || want === "firstName") {
    if (sign === "}" && want === "firstName") return close("{");
    return sign === '"' ? "colon" : undefined;
  }
  if (want === "next") {
    if (sign === ",") return open.at(-1) === "{" ? "name" : "value";
    return sign === "}" ? close("{") : sign === "]" ? close("[") : undefined;
  }
  if (want === "end") return undefined;
  if (sign === "]" && want === "first") return close("[");
  if (sign === "{" || sign === "[") {
    open.push(sign);
    return sign === "{" ? "firstName" : "first";
  }
  return [",", ":", "}", "]"].includes(sign) ? undefined : closed();
}
