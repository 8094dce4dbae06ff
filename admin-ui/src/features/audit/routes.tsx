import { IconHistory } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { Place } from "../../kit/feature";
import { rootRoute } from "../../kit/route";

const names = ["actor", "action", "subject", "site", "since", "until"] as const;

/** What the list is narrowed to; since and until are days of the reader. */
export type AuditSearch = Partial<Record<(typeof names)[number], string>>;

const auditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/audit",
  validateSearch: (raw: Record<string, unknown>): AuditSearch => {
    const fits = (name: string, v: unknown) => typeof v === "string" && v !== "" && v.length <= 200
      && ((name !== "since" && name !== "until") || (/^\d{4}-\d{2}-\d{2}$/.test(v) && !Number.isNaN(Date.parse(v))));
    return Object.fromEntries(names.flatMap((n) => (fits(n, raw[n]) ? [[n, raw[n]]] : []))) as AuditSearch;
  },
  component: lazyRouteComponent(() => import("./audit")),
});

export const auditRoutes = [auditRoute] as const;

export const auditPlaces: Place[] = [
  { to: "/audit", label: { en: "Audit", fr: "Journal d’audit" }, icon: IconHistory, section: "administration", order: 40, needs: { action: "read", type: "@audit" }, words: "log history journal historique" },
];
