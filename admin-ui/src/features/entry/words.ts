/** plainText gives what a value says, for reading beside it and for comparing; spoken leaves out what only names another entry. */
export function plainText(value: unknown, kind = "", spoken = false): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (kind === "rich-text" || isRichText(value)) return richLines(value).join("\n\n");
  if (Array.isArray(value)) return value.map((v) => plainText(v, "", spoken)).filter(Boolean).join(typeof value[0] === "string" ? ", " : "\n");
  const silent = ["$key", "$type", "$media", ...(spoken ? ["$ref"] : [])];
  return Object.entries(value as object).filter(([k]) => !silent.includes(k)).map(([, v]) => plainText(v, "", spoken)).filter(Boolean).join("\n");
}

/** A rich text in a component or a block, where its kind is not at hand. */
const isRichText = (value: unknown) => (value as Node).type === "doc" && Array.isArray((value as Node).content);

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
