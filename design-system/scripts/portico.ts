// The script of the shared parts. Everything works without it: menus are popovers, which the browser opens and closes. The
// script adds what the browser does not: states for old assistive technology, arrow keys, and closing on the way out.
import { announceState } from "./state";
import { followBreakpoint } from "./breakpoint";
import { handleArrows } from "./arrows";
import { leavePanels } from "./leave";
import { placePanels } from "./place";
import { skipToMain } from "./skip";
import { askForConsent, consent, startConsent } from "./consent";
import { askForFeedback } from "./feedback";
import { closeNotices, startNotices } from "./notices";
import { openOnHover } from "./hover";
import { suggestWords } from "./suggest";
import { tellHost } from "./hosts";

declare global {
  interface Window {
    porticoReady?: boolean;
    portico?: { consent: typeof consent };
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
  window.portico = { ...window.portico, consent };
  askForConsent();
  askForFeedback();
  closeNotices();
  openOnHover();
  suggestWords();
  tellHost();
  // A loader puts parts in later, and says so.
  document.addEventListener("portico:parts", start);
  start();
}

function start(): void {
  startConsent();
  startNotices();
}
