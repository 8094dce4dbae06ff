import { from, listen } from "./dom";

/** Browsers without CSS anchors are told where the header ends, for pages that have something above it. */
export function placePanels(): void {
  if (CSS.supports("top: anchor(bottom)")) {
    return;
  }
  listen("beforetoggle", (e) => {
    const panel = from(e) as HTMLElement;
    const header = panel.closest<HTMLElement>(".portico-header");
    if (header) {
      panel.style.setProperty("--portico-header-bottom", `${header.getBoundingClientRect().bottom + scrollY}px`);
    }
  });
}
