// The script of the shared parts. Everything works without it: menus are popovers, which the browser opens and closes. The
// script adds what the browser does not: states for old assistive technology, arrow keys, and closing on the way out.
import { announceState } from "./state";
import { followBreakpoint } from "./breakpoint";
import { handleArrows } from "./arrows";
import { leavePanels } from "./leave";
import { placePanels } from "./place";
import { skipToMain } from "./skip";

declare global {
  interface Window {
    porticoReady?: boolean;
  }
}

// A page may carry the script twice: through its layout and through a cached fragment.
if (!window.porticoReady) {
  window.porticoReady = true;
  announceState();
  followBreakpoint();
  handleArrows();
  leavePanels();
  placePanels();
  skipToMain();
}
