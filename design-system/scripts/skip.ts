import { from, mainOf } from "./dom";

/** Sends the focus to a part of the page that may not be able to take it. */
export function goTo(place: HTMLElement): void {
  if (!place.hasAttribute("tabindex")) {
    place.tabIndex = -1;
  }
  place.focus();
}

/** Sends the skip link to the page's own main element where it has one; without script it leads behind the header. */
export function skipToMain(): void {
  document.addEventListener("click", (e) => {
    const link = from(e)?.closest(".portico-skip");
    const to = link && (mainOf() ?? (link.getRootNode() as ParentNode).querySelector<HTMLElement>("#portico-content"));
    if (to) {
      e.preventDefault();
      goTo(to);
      to.scrollIntoView();
    }
  });
}
