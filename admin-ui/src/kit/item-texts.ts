import type { ProblemItem } from "../api/problem";
import { language } from "./language";
import { labelIn, type Translate } from "./texts";
import type { common } from "./texts-common";
import { codes } from "./texts-items";

/* What the server finds wrong with a value, by its code. The server's own sentence is in English and names the value and its limits: it
   is shown to who reads English; others get ours, with the names that the server's has in quotes. */

/** Names are what the server quotes, and measured numbers such as 3.91: data, in no language. */
function names(message: string): string[] {
  return [...new Set(message.match(/"[^"]{1,120}"|(?<![\w.#-])\d+\.\d+(?![\w.])/g) ?? [])].map((s) => s.replace(/^"|"$/g, ""));
}

/** sayCode gives a sentence for a code, in the reader's language; undefined where we have none. */
export function sayCode(code: string, message: string): string | undefined {
  const now = language.get();
  if (now === "en" && message !== "") return message;
  if (!Object.hasOwn(codes, code)) return undefined;
  const said = labelIn(codes[code as keyof typeof codes], now);
  const about = names(message);
  return about.length === 0 ? said : `${said.replace(/\.$/, "")}${now === "fr" ? " : " : ": "}${about.slice(0, 4).join(", ")}`;
}

/** sayItem gives a sentence about one value. What has no text of ours is said in the server's English. */
export function sayItem(t: Translate<typeof common>, item: ProblemItem): string {
  switch (item.code) {
    case "required":
    case "missing":
      return t("field.required");
    case "duplicate":
    case "not_unique":
      return t("field.duplicate");
    default:
      return sayCode(item.code ?? "", item.message) ?? (item.message || t("field.invalid"));
  }
}
