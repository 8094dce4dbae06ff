/** plainText gives what a value says, for reading beside it and for comparing. */
export function plainText(value: unknown, kind = ""): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (kind === "rich-text") return richLines(value).join("\n\n");
  if (Array.isArray(value)) return value.map((v) => plainText(v)).filter(Boolean).join(typeof value[0] === "string" ? ", " : "\n");
  return Object.entries(value as object).filter(([k]) => !["$key", "$type", "$media"].includes(k)).map(([, v]) => plainText(v)).filter(Boolean).join("\n");
}

interface Node {
  type?: string;
  text?: string;
  content?: Node[];
  marks?: unknown[];
  attrs?: unknown;
}

/** richLines gives the texts of the top nodes of a rich text. */
export function richLines(value: unknown): string[] {
  const words = (n: Node): string => n.text ?? (n.type === "hardBreak" ? "\n" : (n.content ?? []).map(words).join(""));
  return ((value as Node).content ?? []).map(words);
}
