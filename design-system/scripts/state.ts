import { isOpen, openerOf, partOf } from "./dom";

/** Writes aria-expanded and aria-controls. Browsers tell the state of a popover's button themselves, but older ones do not. */
export function announceState(): void {
  const write = (popover: Element) => {
    const opener = openerOf(popover);
    opener?.setAttribute("aria-controls", popover.id);
    opener?.setAttribute("aria-expanded", String(isOpen(popover)));
  };
  const all = () => document.querySelectorAll(".portico-part [popover]").forEach(write);
  document.addEventListener("toggle", (e) => partOf(e.target) && write(e.target as Element), true);
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", all);
  } else {
    all();
  }
}
