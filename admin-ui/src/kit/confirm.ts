import { createStore } from "./store";

/** A Confirming is a question that something waits for. */
export interface Confirming {
  title: string;
  text: string;
  /** What the button says that goes on: the verb of the action, never "OK". */
  yes: string;
  danger?: boolean;
  answer: (yes: boolean) => void;
}

export const asked = createStore<Confirming | undefined>(undefined);

/** confirm asks before something that cannot be undone. */
export function confirm(question: Omit<Confirming, "answer">): Promise<boolean> {
  return new Promise((resolve) => {
    asked.set({
      ...question,
      answer: (yes) => {
        asked.set(undefined);
        resolve(yes);
      },
    });
  });
}
