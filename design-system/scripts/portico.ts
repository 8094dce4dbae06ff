// The script of the shared parts. Everything works without it: menus are popovers, which the browser opens and closes. The
// script adds what the browser does not: states for old assistive technology, arrow keys, and closing on the way out.
import { announceState, startState } from "./state";
import { followBreakpoint } from "./breakpoint";
import { handleArrows } from "./arrows";
import { leavePanels } from "./leave";
import { placePanels } from "./place";
import { skipToMain } from "./skip";
import { account, startAccount } from "./account";
import { askForConsent, consent, startConsent } from "./consent";
import { askForFeedback } from "./feedback";
import { closeNotices, startNotices } from "./notices";
import { openOnHover } from "./hover";
import { suggestWords } from "./suggest";
import { tellHost } from "./hosts";
import { listenEverywhere } from "./dom";
import { answerQueue, Portico } from "./queue";

declare global {
  interface Window {
    porticoReady?: boolean;
    portico?: Partial<Portico>;
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
  askForConsent();
  askForFeedback();
  closeNotices();
  openOnHover();
  suggestWords();
  tellHost();
  const api = Object.assign((window.portico ??= {}), { consent, account });
  // A loader puts parts in later, and says so. Without one, the script is deferred: the page is there.
  document.addEventListener("portico:parts", start);
  start();
  document.readyState === "loading" && document.addEventListener("DOMContentLoaded", start);
  answerQueue(api);
}

function start(): void {
  listenEverywhere();
  startState();
  startConsent();
  startNotices();
  startAccount();
}
