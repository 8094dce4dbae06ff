import { queryOptions } from "@tanstack/react-query";
import { api, ask } from "../../api/client";
import { Problem } from "../../api/problem";

/* The API has no list of a design system's icons; but it draws what it is asked for. So the names that we know of are asked for, in a menu
   that nobody keeps: what the site's release does not have is named in the answer, and the rest comes back drawn. */

const shipped = [
  "alert", "bolt", "briefcase", "building", "calendar", "car", "cart", "chart", "chat", "document", "download", "drop", "external", "factory", "flame", "globe", "heart", "help",
  "home", "invoice", "leaf", "lock", "mail", "meter", "news", "phone", "pin", "plug", "search", "shield", "sun", "tools", "user", "users", "wind",
];

export interface Drawing {
  name: string;
  /** An address for a mask or an image; "" where the release draws it in a way that we do not know. */
  src: string;
}

/** iconsQuery gives the icons of a site's design system, drawn, among those of the shipped one and those that are in use. */
export const iconsQuery = (site: string, locale: string, used: readonly string[]) =>
  queryOptions({
    queryKey: ["icons", site, [...used].sort().join(" ")],
    queryFn: () => draw(site, locale, [...new Set([...shipped, ...used])].sort()),
    enabled: site !== "",
    staleTime: 300_000,
  });

async function draw(site: string, locale: string, names: string[]): Promise<Drawing[]> {
  if (names.length === 0) return [];
  const items = names.map((name) => ({ id: `icon-${name}`.slice(0, 64), label: { [locale]: `icon:${name}` }, icon: name, site, path: "/" }));
  try {
    const { parts } = await ask(api.POST("/api/v1/sites/{key}/draft-parts", { params: { path: { key: site } }, body: { locale, menus: [{ space: site, name: "main", items }] } }));
    return names.map((name) => ({ name, src: drawing(parts.header ?? "", name) }));
  } catch (error) {
    const unknown = error instanceof Problem ? error.items.filter((i) => i.code === "unknown_icon").map((i) => /icon-([a-z0-9-]+)\/icon$/.exec(i.pointer ?? "")?.[1]) : [];
    const rest = names.filter((n) => !unknown.includes(n));
    if (rest.length === names.length) throw error;
    return draw(site, locale, rest);
  }
}

/** drawing finds the picture that stands before a name, and makes an address of it. */
export function drawing(html: string, name: string): string {
  const at = html.search(new RegExp(`icon:${name}(?![a-z0-9-])`));
  const [from, to] = [html.lastIndexOf("<svg", at), html.lastIndexOf("</svg>", at)];
  if (at < 0 || from < 0 || to < from || /<[a-z]/.test(html.slice(to + 6, at).replace(/<\/?span[^>]*>/g, ""))) return "";
  const svg = html.slice(from, to + 6);
  return `data:image/svg+xml,${encodeURIComponent(svg.includes("xmlns=") ? svg : svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"'))}`;
}
