import { consent } from "./consent";
import { all, from, mainOf } from "./dom";
import { countNotices } from "./late";
import { goTo } from "./skip";

const key = "portico.closed";

/** The ids of what was closed. */
function closed(): string[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(key) ?? sessionStorage.getItem(key) ?? "[]");
    return Array.isArray(list) ? list.map(String) : [];
  } catch {
    return []; // storage may be forbidden
  }
}

/** What was closed stays so until the browser is closed, and beyond that where the visitor agreed to preferences. */
function keep(ids: string[]): void {
  try {
    const [to, other] = consent.allows("preferences") ? [localStorage, sessionStorage] : [sessionStorage, localStorage];
    ids.length && to.setItem(key, JSON.stringify(ids.slice(-50)));
    other.removeItem(key);
  } catch {
    // then it comes back on the next page
  }
}

/** Lets visitors close notices. */
export function closeNotices(): void {
  document.addEventListener("click", (e) => {
    const notice = from(e)?.closest(".portico-notice__close")?.closest<HTMLElement>("[data-portico-notice]");
    if (notice) {
      keep([...closed(), notice.dataset.porticoNotice!]);
      notice.hidden = true;
      const next = notice.parentElement!.querySelector<HTMLElement>(".portico-notice:not([hidden]) .portico-notice__close");
      const main = mainOf();
      next ? next.focus() : main && goTo(main);
      hideRegion(notice);
    }
  });
  document.addEventListener("portico:consent", () => keep(closed()));
}

/** Hides what was closed before, and shows the buttons that close, which would do nothing without this script. */
export function startNotices(): void {
  const gone = closed();
  all("[data-portico-notice]").forEach((n) => {
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
  countNotices(region);
}
