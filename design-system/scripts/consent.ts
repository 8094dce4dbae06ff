// What a visitor has agreed to. The choice is a cookie of the page's own site, so that its server can read it too; nothing is kept
// before somebody has chosen. Other scripts ask window.portico.consent, or listen to "portico:consent" on the document.
import { all, focused, from, listen, one, tell } from "./dom";

/** What was chosen: the version that was asked, and the purposes that were agreed to. */
export interface Choice {
  version: string;
  granted: string[];
  /** Unix time of the choice, in seconds. */
  at: number;
  /** It was made although the browser sends Global Privacy Control: then it counts more than that signal. */
  signal: boolean;
}

const name = "portico_consent";
const months = 6;
let waiting: [string, () => void][] = [];
let memory: Choice | undefined; // where cookies are refused, a choice holds for this page

const box = () => one("[data-portico-consent]");
const version = () => box()?.dataset.porticoConsent ?? "";
const signalled = () => (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true;

/** The cookie: version~time~1 where the signal was there~purpose.purpose */
function parse(text: string | undefined): Choice | undefined {
  const m = /^([\w.-]+)~(\d+)~([01])~([a-z0-9.-]*)$/.exec(text ?? "");
  return m ? { version: m[1], at: Number(m[2]), signal: m[3] === "1", granted: m[4] ? m[4].split(".") : [] } : undefined;
}

/** The choice that holds; undefined where nobody has chosen, another version was asked, or the browser's signal is newer. */
function choice(): Choice | undefined {
  const cookie = document.cookie.split("; ").find((c) => c.startsWith(name + "="));
  const found = parse(cookie?.slice(name.length + 1)) ?? memory;
  return found && (!version() || found.version === version()) && !(signalled() && !found.signal && found.granted.length) ? found : undefined;
}

function allows(purpose: string): boolean {
  return purpose === "necessary" || !!choice()?.granted.includes(purpose);
}

function set(granted: string[]): void {
  const known = purposes();
  const next: Choice = { version: version(), granted: granted.filter((p) => known.includes(p)), at: Math.floor(Date.now() / 1000), signal: signalled() };
  memory = next;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const value = [next.version, next.at, Number(next.signal), next.granted.join(".")].join("~");
  document.cookie = `${name}=${value}; Path=/; Max-Age=${months * 30 * 86400}; SameSite=Lax${secure}`;
  show(false);
  announce();
}

function purposes(): string[] {
  return [...(box()?.querySelectorAll<HTMLInputElement>("input[name]") ?? [])].map((i) => i.name);
}

/** Tells the page, and calls those who wait for a purpose. */
function announce(): void {
  const now = choice();
  tell(document, "portico:consent", { version: version(), granted: now?.granted ?? [], decided: !!now, signal: signalled() });
  const ready = waiting.filter(([purpose]) => allows(purpose));
  waiting = waiting.filter((w) => !ready.includes(w));
  ready.forEach(([, call]) => call());
}

/** Shows or hides the question. It never takes the focus but where the visitor asked for it. */
function show(on: boolean, asked = false): void {
  const b = box();
  if (!b) {
    return;
  }
  b.hidden = !on;
  if (on) {
    const granted = choice()?.granted ?? [];
    b.querySelectorAll<HTMLInputElement>("input[name]").forEach((i) => (i.checked = granted.includes(i.name)));
    const note = b.querySelector<HTMLElement>(".portico-consent__signal");
    note && (note.hidden = !signalled());
    choose(b, asked);
    asked && b.focus();
  }
}

function choose(b: HTMLElement, open: boolean): void {
  b.querySelector<HTMLElement>(".portico-consent__choices")!.hidden = !open;
  b.querySelector<HTMLElement>("[type=submit]")!.hidden = !open;
  const button = b.querySelector<HTMLElement>("[data-portico-consent-do=choose]")!;
  button.hidden = open;
  button.setAttribute("aria-expanded", String(open));
}

function act(what: string | undefined, from: HTMLElement): void {
  switch (what) {
    case "accept":
      return leave(purposes());
    case "refuse":
      return leave([]);
    case "choose":
      choose(box()!, true);
      return box()!.querySelector<HTMLElement>("input[name]")?.focus();
    case "open":
      opener = from;
      return show(true, true);
  }
}

let opener: HTMLElement | undefined;

/** Keeps the choice, and gives the focus back to where the question was opened. */
function leave(granted: string[]): void {
  const inside = box()?.contains(focused());
  set(granted);
  inside && opener?.focus();
  opener = undefined;
}

export const consent = {
  /** The choice that holds, or undefined. */
  get: choice,
  /** Whether a purpose was agreed to; "necessary" always is. */
  allows,
  /** Calls once the purpose is agreed to: now, or when it is. */
  when(purpose: string, call: () => void): void {
    allows(purpose) ? call() : waiting.push([purpose, call]);
  },
  set,
  acceptAll: () => set(purposes()),
  refuseAll: () => set([]),
  /** Takes everything back: the same as to refuse all. */
  withdraw: () => set([]),
  /** Shows the question again. */
  open: () => show(true, true),
};

export function askForConsent(): void {
  document.addEventListener("click", (e) => {
    const button = from(e)?.closest<HTMLElement>("[data-portico-consent-do]");
    button && act(button.dataset.porticoConsentDo, button);
  });
  listen("submit", (e) => {
    const b = box();
    if (b?.contains(from(e))) {
      e.preventDefault();
      leave([...b.querySelectorAll<HTMLInputElement>("input[name]:checked")].map((i) => i.name));
    }
  });
  document.addEventListener("keydown", (e) => {
    const b = box();
    if (e.key === "Escape" && opener && b?.contains(focused())) {
      show(false);
      opener.focus();
      opener = undefined;
    }
  });
}

/** Looks at a page, or at what was put into it: shows the way back to the question, and asks who was not asked yet. */
export function startConsent(): void {
  if (!box()) {
    return;
  }
  all("[data-portico-consent-do=open]").forEach((b) => (b.dataset.porticoReady = ""));
  // Who sends the signal has answered already: they are not asked again, and find the question at the end of the page.
  if (!choice() && !signalled() && box()!.hidden) {
    show(true);
  }
  announce();
}
