import { from } from "./dom";

/** Sends the skip link to the page's own main element where it has one; without script it leads behind the header. */
export function skipToMain(): void {
  document.addEventListener("click", (e) => {
    const link = from(e)?.closest(".portico-skip");
    const main = link && document.querySelector<HTMLElement>("main, [role=main]");
    if (!main) {
      return;
    }
    e.preventDefault();
    if (!main.hasAttribute("tabindex")) {
      main.tabIndex = -1;
    }
    main.focus();
    main.scrollIntoView();
  });
}
