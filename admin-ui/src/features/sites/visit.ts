import type { Schemas } from "../../api/client";
import type { Translate } from "../../kit/texts";
import type { startTexts } from "./texts-start";

export type Visit = Schemas["SiteVisitBody"];

/** arrived says whether there is nothing to wait for any more. */
export const arrived = (visit: Visit): boolean => visit.outcome === "arrived" || visit.outcome === "loader";

const shown = ["head", "header", "breadcrumbs", "footer", "scripts"] as const;

/** sayVisit says what a visit found: in a few words, and what to do about it. */
export function sayVisit(t: Translate<typeof startTexts>, visit: Visit, key: string, delivery: string): { title: string; help: string } {
  const { outcome } = visit;
  const title = t(`outcome.${outcome}`);
  switch (outcome) {
    case "elsewhere":
      return { title, help: t("outcome.elsewhere.help", { origin: visit.elsewhere ?? "" }) };
    case "fallback":
      return { title, help: t("outcome.fallback.help", { delivery: delivery || "Portico", key }) };
    case "incomplete": {
      const parts = (visit.parts ?? []).map((p) => shown.find((x) => x === p)).map((p, at) => (p ? t(`part.${p}`) : (visit.parts?.[at] ?? "")));
      return { title, help: t("outcome.incomplete.help", { parts: parts.join(", ") || "–" }) };
    }
    case "other_site":
      return { title, help: t("outcome.other_site.help", { loader: visit.loader ?? "", key }) };
    case "refused":
      return { title, help: t("outcome.refused.help", { status: visit.status ?? 0 }) };
    default:
      return { title, help: t(`outcome.${outcome}.help`) };
  }
}
