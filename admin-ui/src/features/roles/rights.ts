import type { Schemas } from "../../api/client";

export const actions = ["read", "create", "update", "submit", "approve", "publish", "unpublish", "delete", "manage"] as const;
export type Action = (typeof actions)[number];

/** What can be acted on besides entries, as the API names it. */
export const resources = ["@sites", "@menus", "@media", "@design-system", "@models", "@settings", "@accounts", "@audit", "@log"] as const;

/** A Grant whose lists are all there. */
export interface Grant {
  actions: string[];
  types: string[];
  sites: string[];
  locales: string[];
  fields: string[];
}

export const any = "*";
export const anyResource = "@*";
export const shared = "shared";

export const newGrant = (): Grant => ({ actions: ["read"], types: [any], sites: [any, shared], locales: [any], fields: [any] });

export function grantOf(g: Schemas["IdentityGrant"]): Grant {
  return { actions: g.actions ?? [], types: g.types ?? [], sites: g.sites ?? [], locales: g.locales ?? [], fields: g.fields ?? [] };
}

const coversType = (types: string[], name: string) =>
  types.includes(name) || (name.startsWith("@") ? name !== "@log" && types.includes(anyResource) : types.includes(any));

const coversSite = (sites: string[], key: string) => sites.includes(key) || (key !== shared && sites.includes(any));

const coversLocale = (locales: string[], tag: string) => locales.includes(any) || locales.includes(tag);

/** A Reach says how far an action goes: everywhere, in part, or nowhere; limits are what narrows the grants that give a part. */
export interface Reach {
  how: "all" | "part" | "none";
  limits: Pick<Grant, "sites" | "locales" | "fields">[];
}

/** reach says how far grants let an action go on a type: at one site and in one locale, or anywhere where they are "". As on the
    server, parts of two grants never add up. */
export function reach(grants: Grant[], action: string, type: string, site = "", locale = ""): Reach {
  const fit = grants.filter((g) =>
    g.actions.includes(action) && coversType(g.types, type) && (site === "" || coversSite(g.sites, site)) && (locale === "" || coversLocale(g.locales, locale)));
  if (fit.length === 0) return { how: "none", limits: [] };
  const whole = (g: Grant) => (site !== "" || (g.sites.includes(any) && g.sites.includes(shared)))
    && (locale !== "" || g.locales.includes(any)) && g.fields.includes(any);
  if (fit.some(whole)) return { how: "all", limits: [] };
  return { how: "part", limits: fit.map(({ sites, locales, fields }) => ({ sites, locales, fields })) };
}
