import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../kit/route";

/** What the editor shows besides the entry. */
export interface EditorSearch {
  /** The locale that is written. */
  locale?: string | undefined;
  /** The locale that is shown beside it. */
  side?: string | undefined;
  panel?: "check" | "history" | "comments" | "uses" | "preview" | undefined;
  /** Key of the site whose page is shown beside the entry, and how wide the page is. */
  site?: string | undefined;
  width?: number | undefined;
  /** Pointer of the field whose comments are shown. */
  field?: string | undefined;
}

const panels = ["check", "history", "comments", "uses", "preview"] as const;

/** Widths of a page, in CSS pixels. */
export const widths = [1280, 820, 390] as const;

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
    if (panel === "preview") {
      const width = widths.find((w) => w === Number(raw.width));
      if (width) out.width = width;
      if (typeof raw.site === "string" && /^[a-z][a-z0-9-]{0,39}$/.test(raw.site)) out.site = raw.site;
    }
    if (panel === "comments" && typeof raw.field === "string" && /^\/(shared|locales)\/.{1,400}$/.test(raw.field)) out.field = raw.field;
    return out;
  },
  component: lazyRouteComponent(() => import("./entry-page")),
});

export const entryRoutes = [entryRoute] as const;
