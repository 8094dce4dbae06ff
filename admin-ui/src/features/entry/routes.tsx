import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../kit/route";

/** What the editor shows besides the entry. */
export interface EditorSearch {
  /** The locale that is written. */
  locale?: string | undefined;
  /** The locale that is shown beside it. */
  side?: string | undefined;
  panel?: "check" | "history" | "comments" | "uses" | undefined;
  /** Pointer of the field whose comments are shown. */
  field?: string | undefined;
}

const panels = ["check", "history", "comments", "uses"] as const;
const tag = (v: unknown) => (typeof v === "string" && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(v) ? v : undefined);

const entryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/content/$id",
  validateSearch: (raw: Record<string, unknown>): EditorSearch => {
    const out: EditorSearch = {};
    if (tag(raw.locale)) out.locale = tag(raw.locale);
    if (tag(raw.side)) out.side = tag(raw.side);
    const panel = panels.find((p) => p === raw.panel);
    if (panel) out.panel = panel;
    if (panel === "comments" && typeof raw.field === "string" && /^\/(shared|locales)\/.{1,400}$/.test(raw.field)) out.field = raw.field;
    return out;
  },
  component: lazyRouteComponent(() => import("./entry-page")),
});

export const entryRoutes = [entryRoute] as const;
