import { watch } from "../api/client";
import { createStore } from "./store";

/** Whether the server answers: "unavailable" is its own 503, "offline" is no answer at all. */
export type Connection = "fine" | "unavailable" | "offline";

export const connection = createStore<Connection>("fine");

let timer: ReturnType<typeof setTimeout> | undefined;

/** look asks until the server is there again. */
async function look(wait: number) {
  try {
    const answer = await fetch("/readyz", { cache: "no-store" });
    connection.set(answer.ok ? "fine" : "unavailable");
  } catch {
    connection.set("offline");
  }
  if (connection.get() === "fine") timer = undefined;
  else timer = setTimeout(() => void look(Math.min(wait * 2, 30_000)), wait);
}

/** lookNow asks at once, because a person wants to know. */
export function lookNow() {
  clearTimeout(timer);
  void look(2000);
}

watch((status) => {
  if (status !== 0 && status !== 503) {
    if (!timer) connection.set("fine");
    return;
  }
  connection.set(status === 0 ? "offline" : "unavailable");
  timer ??= setTimeout(() => void look(2000), 1000);
});
