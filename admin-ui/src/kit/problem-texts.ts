import { Problem } from "../api/problem";
import type { Translate } from "./texts";
import { common } from "./texts-common";

const known = [400, 401, 403, 404, 409, 412, 413, 422, 503] as const;

/** sayProblem gives a sentence about a problem in the reader's language; what it names about single values says kit/item-texts. */
export function sayProblem(t: Translate<typeof common>, error: unknown): string {
  if (!(error instanceof Problem)) return t("error.other");
  if (error.status === 0) return t("error.offline");
  if (error.status === 429) return t("error.429", { seconds: error.retryAfter ?? 0 });
  const status = known.find((s) => s === error.status);
  return status ? t(`error.${status}`) : t("error.other");
}
