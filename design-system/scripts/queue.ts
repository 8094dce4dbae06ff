import type { account } from "./account";
import type { consent } from "./consent";

/** What stands at window.portico; update comes with the loader. */
export interface Portico {
  consent: typeof consent;
  account: typeof account;
  queue: ((portico: Portico) => void)[];
}

/** Calls what a page has put into portico.queue before this script ran, and calls at once what it puts there from now on. */
export function answerQueue(api: Partial<Portico>): void {
  const queue = (api.queue ??= []);
  const call = (then: (portico: Portico) => void) => {
    try {
      then(api as Portico);
    } catch (e) {
      reportError(e); // the others are called all the same
    }
  };
  queue.push = (...calls) => {
    calls.forEach(call);
    return 0;
  };
  queue.splice(0).forEach(call);
}
