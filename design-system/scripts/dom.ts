// Small questions to the page. The parts stand in the page itself, or in the open shadow roots of <portico-*> elements. Listeners stand
// on the document, so that parts which are put in later, by a loader or a client-side router, work too; those for events that do not
// leave a shadow root stand on each root besides.

type Root = Document | ShadowRoot;
type Listener = (e: Event) => void;

export const wide = matchMedia("(min-width: 1024px)");

const hosts = ["header", "breadcrumbs", "notices", "consent", "feedback", "error-404", "error-500", "footer"].map((p) => "portico-" + p).join();

/** The document, and the shadow roots that hold parts. */
function roots(): Root[] {
  return [document, ...[...document.querySelectorAll(hosts)].flatMap((h) => h.shadowRoot ?? [])];
}

/** The elements of all parts that a selector names. */
export function all(selector: string): HTMLElement[] {
  return roots().flatMap((root) => [...root.querySelectorAll<HTMLElement>(selector)]);
}

/** The first element that a selector names. */
export function one(selector: string): HTMLElement | undefined {
  return all(selector)[0];
}

const heard: [string, Listener][] = [];
const known = new WeakSet<Root>();

/** Listens in the page and in every shadow root: what happens inside one may not be told outside, and a part moves the focus within. */
export function listen(type: string, call: Listener): void {
  heard.push([type, call]);
  roots().forEach((root) => known.has(root) && root.addEventListener(type, call, true));
}

/** Has what is listened to be heard in shadow roots that are new. */
export function listenEverywhere(): void {
  for (const root of roots()) {
    known.has(root) || heard.forEach(([type, call]) => root.addEventListener(type, call, true));
    known.add(root);
  }
}

/** Where an event happened, in a shadow root too, as far as that is open. */
export function from(e: Event): Element | null {
  const first = e.composedPath()[0];
  return first instanceof Element ? first : null;
}

/** What has the keyboard's focus, in a shadow root too. */
export function focused(): Element | null {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) {
    at = at.shadowRoot.activeElement;
  }
  return at;
}

/** The part of ours in which something stands. */
export function partOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>(".portico-part") : null;
}

/** The button that opens a popover (not one that only closes it). */
export function openerOf(popover: Element): HTMLElement | null {
  const root = popover.getRootNode() as Root;
  return root.querySelector<HTMLElement>(`.portico-part [popovertarget="${CSS.escape(popover.id)}"]:not([popovertargetaction="hide"])`);
}

export function isOpen(popover: Element): boolean {
  return popover.matches(":popover-open");
}

/** Closes whatever is open. */
export function closeAll(): void {
  all(".portico-part :popover-open").forEach((p) => p.hidePopover());
}

/** The page's own text. */
export function mainOf(): HTMLElement | null {
  return document.querySelector<HTMLElement>("main, [role=main]");
}

/** The links and buttons of a list that can be seen. */
export function stops(list: Element, selector: string): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>(selector)].filter((e) => e.getClientRects().length > 0);
}

/** Sends an event that a host page may stop; false where it did. */
export function tell(target: EventTarget, name: string, detail: object): boolean {
  return target.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }));
}
