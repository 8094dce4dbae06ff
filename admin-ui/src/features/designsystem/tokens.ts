/** inputsOf reads theme=dark,brand=one; writeInputs writes it. */
export function inputsOf(text: string): Record<string, string> {
  return Object.fromEntries(text.split(",").flatMap((one) => {
    const at = one.indexOf("=");
    return at > 0 ? [[one.slice(0, at), one.slice(at + 1)]] : [];
  }));
}

export const writeInputs = (inputs: Record<string, string>): string => Object.entries(inputs).map(([k, v]) => `${k}=${v}`).join(",");

/** groupOf is the group that a token stands in: the first part of its path. */
export const groupOf = (path: string): string => path.split(".")[0] ?? path;

/** colorValue gives a colour as a token file has it, of #rrggbb or #rrggbbaa; undefined where it is none. */
export function colorValue(hex: string): unknown {
  const found = /^#([0-9a-f]{6})([0-9a-f]{2})?$/i.exec(hex);
  if (!found?.[1]) return undefined;
  const part = (at: number) => Number((Number.parseInt(found[1]?.slice(at, at + 2) ?? "0", 16) / 255).toFixed(4));
  const alpha = found[2] === undefined ? 1 : Number((Number.parseInt(found[2], 16) / 255).toFixed(3));
  return { colorSpace: "srgb", components: [part(0), part(2), part(4)], ...(alpha < 1 && { alpha }), hex: `#${found[1].toLowerCase()}` };
}

/** hexOf gives what a colour input shows of a token's value; "" where it has no hex. */
export function hexOf(value: unknown): string {
  const v = value as { hex?: unknown; alpha?: unknown } | null;
  if (typeof v !== "object" || v === null || typeof v.hex !== "string") return "";
  const alpha = typeof v.alpha === "number" && v.alpha < 1 ? Math.round(v.alpha * 255).toString(16).padStart(2, "0") : "";
  return `${v.hex}${alpha}`;
}

/** A size with its unit, as dimensions and durations have it. */
export interface Measure {
  value: number;
  unit: string;
}

export function measureOf(value: unknown): Measure | undefined {
  const v = value as Partial<Measure> | null;
  return typeof v === "object" && v !== null && typeof v.value === "number" && typeof v.unit === "string" ? { value: v.value, unit: v.unit } : undefined;
}

/** valueOf reads what was typed: JSON, or the path of a token in braces. */
export function valueOf(text: string): { value: unknown } | undefined {
  const trimmed = text.trim();
  if (/^\{[^{}":\s]+\}$/.test(trimmed)) return { value: trimmed };
  try {
    return { value: JSON.parse(trimmed) as unknown };
  } catch {
    return undefined;
  }
}

/** referring gives the tokens that refer to one, also through others: those next to it first. */
export function referring<T extends { path: string; alias?: string }>(tokens: readonly T[], path: string): T[] {
  const found = new Map<string, T>();
  for (let next = [path]; next.length > 0;) {
    const more = tokens.filter((x) => x.alias !== undefined && next.includes(x.alias) && x.path !== path && !found.has(x.path));
    for (const x of more) found.set(x.path, x);
    next = more.map((x) => x.path);
  }
  return [...found.values()];
}
