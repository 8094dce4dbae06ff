import { all, from, isOpen, listen, openerOf, partOf } from "./dom";

function write(popover: Element): void {
  const opener = openerOf(popover);
  opener?.setAttribute("aria-controls", popover.id);
  opener?.setAttribute("aria-expanded", String(isOpen(popover)));
}

/** Writes aria-expanded and aria-controls. Browsers tell the state of a popover's button themselves, but older ones do not. */
export function announceState(): void {
  listen("toggle", (e) => {
    const popover = from(e);
    popover && partOf(popover) && write(popover);
  });
}

/** The same for what was put into the page. */
export function startState(): void {
  all(".portico-part [popover]").forEach(write);
}
