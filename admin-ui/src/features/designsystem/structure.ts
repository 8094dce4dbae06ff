import type { Token } from "./queries";
import type { TokenChange } from "./use-change";

/** What can be said of a token beside its value. */
export interface Said {
  name: string;
  description: string;
  deprecated: boolean;
  reason: string;
}

/** targets gives what a path names: the token, then the groups around it, the nearest first. */
export function targets(path: string): string[] {
  const names = path.split(".");
  return names.map((_, i) => names.slice(0, names.length - i).join("."));
}

/** lastName gives the name that can be changed; "" where it is that of a root token. */
export function lastName(path: string): string {
  const name = path.split(".").at(-1) ?? "";
  return name === "$root" ? "" : name;
}

/** saidOf gives what is said of a token, or of a group, of which we know the name alone. */
export function saidOf(token: Token, target: string): Said {
  const own = target === token.path;
  return { name: lastName(target), description: own ? token.description ?? "" : "", deprecated: own && token.deprecated === true, reason: own ? token.reason ?? "" : "" };
}

/** changesTo gives what has to change; the name is last, so that the others find the path that there is. */
export function changesTo(target: string, was: Said, is: Said): TokenChange[] {
  const out: TokenChange[] = [];
  if (is.description.trim() !== was.description) out.push({ kind: "describe", path: target, value: is.description.trim() || null });
  const reason = is.reason.trim();
  if (is.deprecated !== was.deprecated || (is.deprecated && reason !== was.reason)) {
    out.push({ kind: "deprecate", path: target, value: is.deprecated ? reason || true : null });
  }
  if (is.name.trim() !== was.name && was.name !== "") out.push({ kind: "rename", path: target, name: is.name.trim() });
  return out;
}

/** A value of each type to begin with, as a token file has it. */
export const samples: Record<string, unknown> = {
  border: { color: "{}", width: { value: 1, unit: "px" }, style: "solid" },
  color: { colorSpace: "srgb", components: [0, 0, 0], hex: "#000000" },
  cubicBezier: [0.4, 0, 0.2, 1],
  dimension: { value: 8, unit: "px" },
  duration: { value: 200, unit: "ms" },
  fontFamily: ["system-ui", "sans-serif"],
  fontWeight: 400,
  gradient: [{ color: "{}", position: 0 }, { color: "{}", position: 1 }],
  number: 1,
  shadow: { color: "{}", offsetX: { value: 0, unit: "px" }, offsetY: { value: 2, unit: "px" }, blur: { value: 4, unit: "px" }, spread: { value: 0, unit: "px" } },
  strokeStyle: "solid",
  transition: { duration: { value: 200, unit: "ms" }, delay: { value: 0, unit: "ms" }, timingFunction: [0.4, 0, 0.2, 1] },
  typography: { fontFamily: ["system-ui"], fontSize: { value: 1, unit: "rem" }, fontWeight: 400, letterSpacing: { value: 0, unit: "px" }, lineHeight: 1.5 },
};
