/** Browsers without CSS anchors are told where the header ends, for pages that have something above it. */
export function placePanels(): void {
  if (CSS.supports("top: anchor(bottom)")) {
    return;
  }
  document.addEventListener(
    "beforetoggle",
    (e) => {
      const panel = e.target as HTMLElement;
      const header = panel.closest<HTMLElement>(".portico-header");
      if (header) {
        panel.style.setProperty("--portico-header-bottom", `${header.getBoundingClientRect().bottom + scrollY}px`);
      }
    },
    true,
  );
}
