import { useMemo } from "react";
import { Problem } from "../api/problem";
import { sayProblem } from "./problem-texts";
import { createStore } from "./store";
import { useTexts } from "./texts";
import { common } from "./texts-common";

/** A Message tells what became of something. */
export interface Message {
  id: number;
  tone: "done" | "told" | "wrong";
  text: string;
  undo?: (() => void) | undefined;
}

export const messages = createStore<Message[]>([]);

let last = 0;

function show(message: Omit<Message, "id">) {
  last += 1;
  messages.set([...messages.get().slice(-3), { ...message, id: last }]);
}

export function dismiss(id: number) {
  messages.set(messages.get().filter((m) => m.id !== id));
}

/** useNotify tells a person what became of something, beside what they do next. With undo, they may take it back for a while. */
export function useNotify() {
  const t = useTexts(common);
  return useMemo(() => ({
    done: (text: string, undo?: () => void) => show({ tone: "done", text, undo }),
    told: (text: string) => show({ tone: "told", text }),
    wrong: (text: string) => show({ tone: "wrong", text }),
    failed: (error: unknown) => {
      if (error instanceof Problem && error.status === 401) return; // the sign-in stands over the screen
      show({ tone: "wrong", text: sayProblem(t, error) });
    },
  }), [t]);
}
