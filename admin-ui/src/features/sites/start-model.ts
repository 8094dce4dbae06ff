import type { Schemas } from "../../api/client";
import { key as keyForm, originForm } from "./forms";
import type { Way } from "./snippets";

/** Draft is a site as the assistant asks for it. */
export interface Draft {
  name: string;
  key: string;
  address: string;
  way: Way;
  locales: string[];
  brand: string;
}

const integration: Record<Way, string> = { nginx: "ssi", apache: "ssi", varnish: "esi", loader: "loader", fragments: "sdk" };
const stack: Record<Way, string> = { nginx: "nginx", apache: "Apache", varnish: "Varnish", loader: "", fragments: "" };

/** keyOf makes a key of a name: small letters without accents, and dashes. */
export function keyOf(name: string): string {
  const plain = name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^[^a-z]+/, "");
  return plain.slice(0, 40).replace(/-+$/, "");
}

/** addressOf completes what was typed: without a scheme it is https, and a slash at the end is no path. */
export function addressOf(text: string): string {
  const typed = text.trim().toLowerCase().replace(/\/+$/, "");
  return typed === "" || /^[a-z]+:\/\//.test(typed) ? typed : `https://${typed}`;
}

/** siteOf makes the site that is registered. The first language begins at /, the others below their tag and fall back to the first. */
export function siteOf(draft: Draft, owner: string): Schemas["NewSiteBody"] {
  const [main = ""] = draft.locales;
  return {
    key: draft.key, name: draft.name.trim(), origins: [addressOf(draft.address)], owner, brand: draft.brand, defaultLocale: main,
    stack: stack[draft.way], integration: integration[draft.way], status: "in-progress",
    locales: draft.locales.map((tag, at) => (at === 0 ? { tag, home: "/" } : { tag, home: `/${tag.toLowerCase()}/`, fallback: main })),
  };
}

/** wrongIn gives the fields that cannot be sent. */
export function wrongIn(draft: Draft): (keyof Draft)[] {
  const wrong: (keyof Draft)[] = [];
  if (draft.name.trim() === "") wrong.push("name");
  if (!keyForm.test(draft.key) || draft.key === "shared") wrong.push("key");
  if (!originForm.test(addressOf(draft.address))) wrong.push("address");
  if (draft.locales.length === 0) wrong.push("locales");
  if (draft.brand === "") wrong.push("brand");
  return wrong;
}

/** wayOf gives the way that a registered site most likely takes, by its integration and what it is built with. */
export function wayOf(site: Pick<Schemas["SiteBody"], "integration" | "stack">): Way {
  if (site.integration === "esi") return "varnish";
  if (site.integration === "loader") return "loader";
  if (site.integration === "ssi") return /apache|httpd/i.test(site.stack) ? "apache" : "nginx";
  return "fragments";
}
