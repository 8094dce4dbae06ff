import { IconPhoto } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { Place } from "../../kit/feature";
import { rootRoute } from "../../kit/route";
import { sorts, type Sort } from "./medium";

export interface MediaSearch {
  q?: string;
  sort?: Sort;
  space?: string;
  view?: "list";
  /** The medium that is open. */
  id?: string;
}

const mediaRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/media",
  validateSearch: (raw: Record<string, unknown>): MediaSearch => {
    const out: MediaSearch = {};
    for (const name of ["q", "space", "id"] as const) {
      const value = raw[name];
      if (typeof value === "string" && value !== "" && value.length <= 200) out[name] = value;
    }
    const sort = sorts.find((s) => s === raw.sort);
    if (sort) out.sort = sort;
    if (raw.view === "list") out.view = "list";
    return out;
  },
  component: lazyRouteComponent(() => import("./media")),
});

export const mediaRoutes = [mediaRoute] as const;

export const mediaPlaces: Place[] = [{
  to: "/media", label: { en: "Media", fr: "Médias" }, icon: IconPhoto, section: "work", order: 20, needs: { action: "read", type: "@media" }, words: "images pictures videos files photos fichiers upload",
}];
