import { Problem, type ProblemItem } from "../api/problem";
import type { Translate } from "./texts";
import { common } from "./texts-common";

const known = [400, 401, 403, 404, 409, 412, 413, 422, 503] as const;

/** sayProblem gives a sentence about a problem in the reader's language; what the server adds is in English and stands in a second one. */
export function sayProblem(t: Translate<typeof common>, error: unknown): string {
  if (!(error instanceof Problem)) return t("error.other");
  if (error.status === 0) return t("error.offline");
  if (error.status === 429) return t("error.429", { seconds: error.retryAfter ?? 0 });
  const status = known.find((s) => s === error.status);
  return status ? t(`error.${status}`) : t("error.other");
}

/** sayItem gives a sentence about one field. What has no text of ours is said in the server's English, which names limits. */
export function sayItem(t: Translate<typeof common>, item: ProblemItem): string {
  switch (item.code) {
    case "required":
    case "missing":
      return t("field.required");
    case "too_long":
      return item.message || t("field.too_long");
    case "too_short":
      return item.message || t("field.too_short");
    case "duplicate":
    case "not_unique":
      return t("field.duplicate");
    default:
      return item.message || t("field.invalid");
  }
}
