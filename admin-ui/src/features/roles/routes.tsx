import { IconShieldLock } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { Place } from "../../kit/feature";
import { rootRoute } from "../../kit/route";

export interface RolesSearch {
  /** The role that is shown; "new" is one that is being made. */
  role?: string;
  edit?: boolean;
  /** Role that a new one begins as. */
  from?: string;
  site?: string;
  locale?: string;
}

const text = (v: unknown) => (typeof v === "string" && v !== "" && v.length <= 60 ? v : undefined);

const rolesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/roles",
  validateSearch: (raw: Record<string, unknown>): RolesSearch => {
    const out: RolesSearch = {};
    for (const name of ["role", "from", "site", "locale"] as const) {
      const value = text(raw[name]);
      if (value) out[name] = value;
    }
    if (raw.edit === true) out.edit = true;
    return out;
  },
  component: lazyRouteComponent(() => import("./roles")),
});

export const rolesRoutes = [rolesRoute] as const;

export const rolesPlaces: Place[] = [{
  to: "/roles", label: { en: "Roles", fr: "Rôles" }, icon: IconShieldLock, section: "administration", order: 20, needs: { action: "read", type: "@accounts" },
  words: "rights permissions droits matrix matrice",
}];
