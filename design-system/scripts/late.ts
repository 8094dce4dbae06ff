/** Says on the button of notices that lie over the page how many there are. Where nothing is folded away there is no button. */
export function countNotices(region: Element): void {
  const button = region.querySelector<HTMLElement>(".portico-notices__all");
  if (button && region.closest("[data-portico-late]")) {
    const shown = region.querySelectorAll(".portico-notice:not([hidden])");
    button.hidden = shown.length < 2 && !shown[0]?.querySelector(".portico-notice__text");
    button.querySelector("span")!.textContent = shown.length > 1 ? `(${shown.length})` : "";
  }
}

/**
 * Folds notices that come after the page was painted, before they are seen: they lie over its lower edge, and must leave a small window its
 * page. The button shows all of them and folds them again.
 */
export function foldNotices(content: DocumentFragment): void {
  const root = content.querySelector(".portico-notices");
  const region = root?.querySelector<HTMLElement>(".portico-notices__region");
  const button = region?.querySelector(".portico-notices__all");
  if (root && region && button) {
    root.setAttribute("data-portico-late", "");
    countNotices(region);
    button.addEventListener("click", () => {
      const open = root.toggleAttribute("data-portico-open");
      button.setAttribute("aria-expanded", `${open}`);
    });
  }
}
