// Small questions to the page. All listeners of the script stand on the document, so that parts which are put in later, by a
// loader or a client-side router, work too.

export const wide = matchMedia("(min-width: 1024px)");

/** Where an event happened, in a shadow root too, as far as that is open. */
export function from(e: Event): Element | null {
  const first = e.composedPath()[0];
  return first instanceof Element ? first : null;
}

/** The part of ours in which an event happened. */
export function partOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>(".portico-part") : null;
}

/** The button that opens a popover (not one that only closes it). */
export function openerOf(popover: Element): HTMLElement | null {
  const root = popover.getRootNode() as Document | ShadowRoot;
  return root.querySelector<HTMLElement>(`.portico-part [popovertarget="${CSS.escape(popover.id)}"]:not([popovertargetaction="hide"])`);
}

export function isOpen(popover: Element): boolean {
  return popover.matches(":popover-open");
}

/** The links and buttons of a list that can be seen. */
export function stops(list: Element, selector: string): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>(selector)].filter((e) => e.getClientRects().length > 0);
}

/** Sends an event that a host page may stop; false where it did. */
export function tell(target: EventTarget, name: string, detail: object): boolean {
  return target.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }));
}
