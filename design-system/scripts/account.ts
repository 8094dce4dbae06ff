// Who is signed in, where only the browser knows it: a shared response never does. The page says so, and the place of the sign-in link
// is filled with the template that stands beside it.
import { all } from "./dom";

/** What a page says of its visitor. */
export interface Account {
  name: string;
  /** Pages of theirs, in the page's own words. */
  links?: { label: string; url: string }[];
  /** Where they sign out; without it there is no such link. */
  signOut?: string;
}

let now: Account | undefined;

/** Shows who is signed in, with their pages and the way out; null shows the sign-in link again. Addresses are http and https alone. */
export function account(who: Account | null): void {
  now = who ?? undefined;
  startAccount(true);
}

/** Fills what was put into the page. */
export function startAccount(again = false): void {
  all("template[data-portico-account]").forEach((template) => {
    const signIn = template.parentElement!.querySelector<HTMLElement>("a.portico-account")!;
    const old = template.parentElement!.querySelector(".portico-account__menu");
    if (old && !again) {
      return;
    }
    old?.remove();
    signIn.hidden = !!now;
    now && template.before(filled(template as HTMLTemplateElement, now));
  });
}

function filled(template: HTMLTemplateElement, who: Account): HTMLElement {
  const menu = document.importNode(template.content, true).firstElementChild as HTMLElement;
  menu.querySelector(".portico-account__text")!.textContent = who.name;
  const list = menu.querySelector(".portico-account__list")!;
  const out = list.querySelector<HTMLElement>(".portico-account__out")!;
  who.links?.forEach(({ label, url }) => {
    const item = out.cloneNode(true) as HTMLElement;
    item.classList.remove("portico-account__out");
    item.querySelector("a")!.textContent = label;
    link(item, url) && out.before(item);
  });
  (who.signOut && link(out, who.signOut)) || out.remove();
  const button = menu.querySelector("button")!;
  if (!list.childElementCount) { // nothing to open: the name alone
    button.removeAttribute("popovertarget");
    button.disabled = true;
    list.remove();
  }
  return menu;
}

/** Gives an item its address; false where that is none that a page should lead to. */
function link(item: HTMLElement, url: string): boolean {
  const a = item.querySelector("a")!;
  a.href = url;
  return /^https?:$/.test(a.protocol);
}
