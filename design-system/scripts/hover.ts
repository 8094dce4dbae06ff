import { isOpen, wide } from "./dom";

const opens = 120; // ms that a pointer rests before a menu opens: who only passes by opens nothing
const closes = 320; // ms after it has left, so that nobody must follow a straight line
const settles = 600; // ms in which a click on a menu that has just opened does not close it

/** Opens menus under a pointer that means it. Clicks and keys work as ever. */
export function openOnHover(): void {
  const fine = matchMedia("(hover: hover) and (pointer: fine)");
  let timer = 0;
  let at = -settles;
  document.addEventListener("pointerover", (e) => {
    if (!wide.matches || !fine.matches || e.pointerType !== "mouse" || !(e.target instanceof Element)) {
      return;
    }
    const item = e.target.closest(".portico-nav__item");
    const panel = item?.querySelector<HTMLElement>(".portico-panel");
    const open = document.querySelector<HTMLElement>(".portico-panel:popover-open");
    clearTimeout(timer);
    if (open && open !== panel && !open.contains(e.target)) {
      timer = window.setTimeout(() => {
        open.contains(document.activeElement) || open.hidePopover();
        panel && !isOpen(panel) && show(panel);
      }, panel ? opens : closes);
    } else if (panel && !open && e.target.closest(".portico-nav__top")) {
      timer = window.setTimeout(() => show(panel), opens);
    }
  });
  function show(panel: HTMLElement): void {
    if (panel.isConnected && wide.matches && !document.querySelector(".portico-panel:popover-open")) {
      panel.showPopover();
      at = performance.now();
    }
  }
  document.addEventListener("click", (e) => {
    const top = e.target instanceof Element && e.target.closest("button.portico-nav__top");
    const panel = top && top.parentElement!.querySelector(".portico-panel");
    if (panel && isOpen(panel) && performance.now() - at < settles) {
      e.preventDefault();
    }
    clearTimeout(timer);
  });
}
