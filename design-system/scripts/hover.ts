import { from, isOpen, listen, one, wide } from "./dom";

const opens = 120; // ms that a pointer rests before a menu opens: who only passes by opens nothing
const closes = 320; // ms after it has left, so that nobody must follow a straight line
const settles = 600; // ms in which a click on a menu that has just opened does not close it

const opened = () => one(".portico-panel:popover-open");

/** Opens menus under a pointer that means it. Clicks and keys work as ever. */
export function openOnHover(): void {
  const fine = matchMedia("(hover: hover) and (pointer: fine)");
  let timer = 0;
  let at = -settles;
  listen("pointerover", (e) => {
    if (!wide.matches || !fine.matches || (e as PointerEvent).pointerType !== "mouse") {
      return;
    }
    const over = from(e);
    const item = over?.closest(".portico-nav__item");
    const panel = item?.querySelector<HTMLElement>(".portico-panel");
    const open = opened();
    clearTimeout(timer);
    if (open && open !== panel && !open.contains(over)) {
      timer = window.setTimeout(() => {
        open.matches(":focus-within") || open.hidePopover();
        panel && !isOpen(panel) && show(panel);
      }, panel ? opens : closes);
    } else if (panel && !open && over!.closest(".portico-nav__top")) {
      timer = window.setTimeout(() => show(panel), opens);
    }
  });
  function show(panel: HTMLElement): void {
    if (panel.isConnected && wide.matches && !opened()) {
      panel.showPopover();
      at = performance.now();
    }
  }
  document.addEventListener("click", (e) => {
    const top = from(e)?.closest("button.portico-nav__top");
    const panel = top && top.parentElement!.querySelector(".portico-panel");
    if (panel && isOpen(panel) && performance.now() - at < settles) {
      e.preventDefault();
    }
    clearTimeout(timer);
  });
}
