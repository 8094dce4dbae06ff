import { isOpen, openerOf, wide } from "./dom";

/** Closes a panel when the keyboard's focus leaves it and its button; else it would cover what has the focus. */
export function leavePanels(): void {
  document.addEventListener("focusin", (e) => {
    document.querySelectorAll<HTMLElement>(".portico-part :is(.portico-panel, .portico-pop, .portico-search)").forEach((panel) => {
      const inside = e.target instanceof Node && (panel.contains(e.target) || openerOf(panel)?.contains(e.target));
      if (!inside && isOpen(panel) && (wide.matches || !panel.matches(".portico-panel"))) {
        panel.hidePopover();
      }
    });
  });
}
