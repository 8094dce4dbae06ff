import { consent } from "./consent";
import { from } from "./dom";

const key = "portico.closed";

// What was closed stays so until the browser is closed, and beyond that where the visitor agreed to preferences.
const store = () => (consent.allows("preferences") ? localStorage : sessionStorage);

function closed(): string[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(key) ?? sessionStorage.getItem(key) ?? "[]");
    return Array.isArray(list) ? list.map(String) : [];
  } catch {
    return []; // storage may be forbidden
  }
}

function keep(id: string): void {
  try {
    store().setItem(key, JSON.stringify([...closed(), id].slice(-50)));
  } catch {
    // then it comes back on the next page
  }
}

/** Lets visitors close notices. */
export function closeNotices(): void {
  document.addEventListener("click", (e) => {
    const button = from(e)?.closest(".portico-notice__close");
    const notice = button && button.closest<HTMLElement>("[data-portico-notice]");
    if (notice) {
      keep(notice.dataset.porticoNotice!);
      const next = notice.parentElement!.querySelector<HTMLElement>(".portico-notice:not([hidden]) ~ .portico-notice:not([hidden]) .portico-notice__close");
      notice.hidden = true;
      (next && next.offsetParent ? next : document.querySelector<HTMLElement>("main, [role=main], #portico-content"))?.focus();
      hideRegion(notice);
    }
  });
  document.addEventListener("portico:consent", () => {
    if (!consent.allows("preferences")) {
      try {
        localStorage.removeItem(key);
      } catch {
        // nothing to take away
      }
    }
  });
}

/** Hides what was closed before, and shows the buttons that close, which would do nothing without this script. */
export function startNotices(): void {
  const gone = closed();
  document.querySelectorAll<HTMLElement>("[data-portico-notice]").forEach((n) => {
    const button = n.querySelector<HTMLElement>(".portico-notice__close");
    if (button) {
      button.hidden = false;
      n.hidden = gone.includes(n.dataset.porticoNotice!);
      hideRegion(n);
    }
  });
}

function hideRegion(notice: HTMLElement): void {
  const region = notice.closest<HTMLElement>(".portico-notices__region")!;
  region.hidden = !region.querySelector(".portico-notice:not([hidden])");
}
