import { session } from "../../kit/session";
import { createStore } from "../../kit/store";

/** A Visited page is one that somebody had open: an entry, a menu, a site or a draft of the design system. */
export interface Visited {
  path: string;
  title: string;
  at: string;
}

const most = 30;
const kept = [/^\/content\/[^/]+$/, /^\/menus\/[^/]+\/[^/]+$/, /^\/sites\/(?!new$)[^/]+$/, /^\/design\/drafts\/[^/]+$/, /^\/releases\/[^/]+$/];

/** kindOf says what a path leads to; undefined where it is not remembered. */
export function kindOf(path: string): "entry" | "menu" | "site" | "design" | "release" | undefined {
  const at = kept.findIndex((form) => form.test(path));
  return (["entry", "menu", "site", "design", "release"] as const)[at];
}

/** put notes a page, once, in front of the others. */
export function put(list: readonly Visited[], page: Visited): Visited[] {
  return [page, ...list.filter((v) => v.path !== page.path)].slice(0, most);
}

/** read gives a list as it was kept. Whatever else stands there is nothing. */
export function read(text: string | null): Visited[] {
  try {
    const list: unknown = JSON.parse(text ?? "[]");
    if (!Array.isArray(list)) return [];
    return list.filter((v: Partial<Visited> | null): v is Visited => typeof v?.path === "string" && kindOf(v.path) !== undefined && typeof v.title === "string" && !Number.isNaN(Date.parse(v.at ?? ""))).slice(0, most);
  } catch {
    return [];
  }
}

/** The list of whoever is signed in. It is kept in this browser alone, under the id of the account: pages that they may not see any more
    are a title and an address, and opening them asks the server. */
const nameOf = () => {
  const now = session.get();
  return now.state === "in" || now.state === "expired" ? `portico-recent-${now.account.id}` : undefined;
};

export const visited = createStore<Visited[]>([]);

export function load() {
  const name = nameOf();
  try {
    visited.set(name ? read(localStorage.getItem(name)) : []);
  } catch {
    visited.set([]); // this browser keeps nothing
  }
}

function note() {
  const name = nameOf();
  const title = document.title.replace(/ · Portico$/, "");
  if (!name || !kindOf(location.pathname) || title === "" || document.querySelector(".p-note #page-title")) return;
  load();
  visited.set(put(visited.get(), { path: location.pathname, title: title.slice(0, 200), at: new Date().toISOString() }));
  try {
    localStorage.setItem(name, JSON.stringify(visited.get()));
  } catch {
    // this browser keeps nothing: the list lasts as long as the page
  }
}

let watching = false;

/** watchTitles notes the pages that somebody opens, by their title: a page has one once what it shows is there. */
export function watchTitles() {
  const title = document.querySelector("title");
  if (!title || watching) return;
  watching = true;
  note();
  new MutationObserver(note).observe(title, { childList: true });
}
