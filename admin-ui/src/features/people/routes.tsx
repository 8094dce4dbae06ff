import { IconUsers } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { Place } from "../../kit/feature";
import { rootRoute } from "../../kit/route";

export interface PeopleSearch {
  q?: string;
  role?: string;
}

export interface PersonSearch {
  site?: string;
  locale?: string;
}

const text = (v: unknown) => (typeof v === "string" && v !== "" && v.length <= 100 ? v : undefined);

function only<T extends string>(raw: Record<string, unknown>, names: readonly T[]): Partial<Record<T, string>> {
  return Object.fromEntries(names.map((n) => [n, text(raw[n])]).filter(([, v]) => v !== undefined)) as Partial<Record<T, string>>;
}

const peopleRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/people",
  validateSearch: (raw: Record<string, unknown>): PeopleSearch => only(raw, ["q", "role"]),
  component: lazyRouteComponent(() => import("./people")),
});

const personRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/people/$id",
  validateSearch: (raw: Record<string, unknown>): PersonSearch => only(raw, ["site", "locale"]),
  component: lazyRouteComponent(() => import("./person")),
});

export const peopleRoutes = [peopleRoute, personRoute] as const;

export const peoplePlaces: Place[] = [{
  to: "/people", label: { en: "People", fr: "Personnes" }, icon: IconUsers, section: "administration", order: 10, needs: { action: "read", type: "@accounts" },
  words: "accounts users invite comptes utilisateurs inviter",
}];
