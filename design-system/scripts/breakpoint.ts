import { closeAll, wide } from "./dom";

/** Closes drawer and panels where the window gets wide or narrow: they are laid out differently then. */
export function followBreakpoint(): void {
  wide.addEventListener("change", closeAll);
}
