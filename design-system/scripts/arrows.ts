import { from, isOpen, stops, wide } from "./dom";

/** Arrow keys, Home and End, as the WAI-ARIA Authoring Practices offer them for disclosure menus. Tab works as ever. */
export function handleArrows(): void {
  document.addEventListener("keydown", (e) => {
    const at = from(e);
    if (e.defaultPrevented || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey || !(at instanceof HTMLElement)) {
      return;
    }
    const next = target(at, e.key);
    if (next) {
      e.preventDefault();
      next.focus();
    }
  });
}

function target(from: HTMLElement, key: string): HTMLElement | undefined {
  const panel = from.closest(".portico-panel, .portico-pop");
  if (panel && isOpen(panel)) {
    return move(stops(panel, "a, button"), from, key, "ArrowUp", "ArrowDown");
  }
  if (!from.matches(".portico-nav__top")) {
    return undefined;
  }
  const list = from.closest(".portico-nav__list")!;
  const own = from.parentElement!.querySelector(".portico-panel");
  if (wide.matches && key === "ArrowDown" && own && isOpen(own)) {
    return stops(own, "a")[0];
  }
  const rtl = getComputedStyle(list).direction === "rtl";
  const [back, on] = !wide.matches ? ["ArrowUp", "ArrowDown"] : rtl ? ["ArrowRight", "ArrowLeft"] : ["ArrowLeft", "ArrowRight"];
  return move(stops(list, ".portico-nav__top"), from, key, back, on);
}

function move(all: HTMLElement[], from: HTMLElement, key: string, back: string, on: string): HTMLElement | undefined {
  const at = all.indexOf(from);
  switch (key) {
    case back:
      return all[at - 1];
    case on:
      return all[at + 1];
    case "Home":
      return all[0];
    case "End":
      return all[all.length - 1];
  }
  return undefined;
}
