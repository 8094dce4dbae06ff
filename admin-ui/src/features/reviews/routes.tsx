import { IconChecklist } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { Place } from "../../kit/feature";
import { rootRoute } from "../../kit/route";

export const views = ["me", "mine", "all"] as const;

export interface ReviewsSearch {
  view?: (typeof views)[number];
  /** The draft that is looked at. */
  entry?: string;
  locale?: string;
}

const reviewsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/reviews",
  validateSearch: (raw: Record<string, unknown>): ReviewsSearch => {
    const out: ReviewsSearch = {};
    const view = views.find((v) => v === raw.view);
    if (view) out.view = view;
    if (typeof raw.entry === "string" && raw.entry.length <= 60 && typeof raw.locale === "string" && raw.locale.length <= 40) {
      out.entry = raw.entry;
      out.locale = raw.locale;
    }
    return out;
  },
  component: lazyRouteComponent(() => import("./reviews")),
});

export const reviewsRoutes = [reviewsRoute] as const;

export const reviewsPlaces: Place[] = [
  { to: "/reviews", label: { en: "Reviews", fr: "Relectures" }, icon: IconChecklist, section: "work", order: 30, words: "workflow inbox approve validation approuver relire" },
];
