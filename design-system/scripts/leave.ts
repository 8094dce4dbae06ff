import { all, from, isOpen, listen, openerOf, wide } from "./dom";

/** Closes a panel when the keyboard's focus leaves it and its button; else it would cover what has the focus. */
export function leavePanels(): void {
  listen("focusin", (e) => {
    const at = from(e);
    all(".portico-part :is(.portico-panel, .portico-pop, .portico-search)").forEach((panel) => {
      const inside = panel.contains(at) || openerOf(panel)?.contains(at);
      if (!inside && isOpen(panel) && (wide.matches || !panel.matches(".portico-panel"))) {
        panel.hidePopover();
      }
    });
  });
}
