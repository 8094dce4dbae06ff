import { closeAll, from, listen, partOf, tell } from "./dom";

/** Tells the host page of links and searches before they happen: one that has a router of its own stops them and does it itself. */
export function tellHost(): void {
  document.addEventListener("click", (e) => {
    const link = partOf(from(e)) && from(e)!.closest<HTMLAnchorElement>("a[href]");
    if (!link || e.defaultPrevented || e.button !== 0 || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey || link.target === "_blank" || link.matches(".portico-skip")) {
      return;
    }
    const detail = { url: link.href, part: partOf(link)!.dataset.porticoPart, own: link.origin === location.origin };
    if (!tell(link, "portico:navigate", detail)) {
      e.preventDefault();
      closeAll();
    }
  });
  listen("submit", (e) => {
    const at = from(e);
    const form = partOf(at) && at!.closest<HTMLFormElement>(".portico-search, .portico-error__search");
    if (form && !tell(form, "portico:search", { url: form.action, q: new FormData(form).get("q") })) {
      e.preventDefault();
    }
  });
}
