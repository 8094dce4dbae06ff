export type Mark = "bold" | "italic" | "heading" | "list" | "link";

/** marked writes a sign of Markdown around or before what is selected, or takes it away again. It gives the text and the new selection. */
export function marked(mark: Mark, text: string, start: number, end: number): { text: string; start: number; end: number } {
  if (mark === "bold" || mark === "italic") return around(text, start, end, mark === "bold" ? "**" : "_");
  if (mark === "link") {
    const words = text.slice(start, end) || "…";
    const link = `[${words}](https://)`;
    const at = start + words.length + 3;
    return { text: text.slice(0, start) + link + text.slice(end), start: at, end: at + "https://".length };
  }
  return lines(text, start, end, mark === "heading" ? "## " : "- ");
}

function around(text: string, start: number, end: number, sign: string) {
  const n = sign.length;
  if (text.slice(start - n, start) === sign && text.slice(end, end + n) === sign) {
    return { text: text.slice(0, start - n) + text.slice(start, end) + text.slice(end + n), start: start - n, end: end - n };
  }
  return { text: text.slice(0, start) + sign + text.slice(start, end) + sign + text.slice(end), start: start + n, end: end + n };
}

function lines(text: string, start: number, end: number, sign: string) {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const chosen = text.slice(from, end).split("\n");
  const off = chosen.every((l) => l.startsWith(sign));
  const next = chosen.map((l) => (off ? l.slice(sign.length) : sign + l)).join("\n");
  const grown = next.length - (end - from);
  return { text: text.slice(0, from) + next + text.slice(end), start: Math.max(from, start + (off ? -sign.length : sign.length)), end: end + grown };
}
