import { pointer, steps } from "./document";
import { idOf } from "./fields/frame";

const drawn = 120; // milliseconds until the first fields of another language stand there
const step = 50; // milliseconds
const most = 100; // steps until those stand there that are drawn later

/** jump goes to the field of a pointer, in whatever language it is. */
export function jump(to: string) {
  const [where, tag] = steps(to);
  if (where === "locales" && tag) document.querySelector<HTMLElement>(`[role=tab][data-tag="${CSS.escape(tag)}"]`)?.click();
  const path = steps(to);
  const look = (left: number) => {
    const found = at(path);
    if (!found && left > 0 && document.querySelector("[data-coming]")) {
      setTimeout(look, step, left - 1);
      return;
    }
    const goal = found ?? nearest(path);
    goal?.scrollIntoView({ block: "center", behavior: "smooth" });
    goal?.focus({ preventScroll: true });
  };
  setTimeout(look, drawn, most);
}

const at = (path: string[]): HTMLElement | null => document.getElementById(idOf(path)) ?? within(pointer(path));

/** nearest gives what holds a value that is no field of its own. */
function nearest(path: string[]): HTMLElement | undefined {
  for (let n = path.length - 1; n > 0; n -= 1) {
    const found = at(path.slice(0, n));
    if (found) return found;
  }
  return undefined;
}

/** within gives the first field of a block, which takes no focus itself. */
function within(block: string): HTMLElement | null {
  const first = document.querySelector<HTMLElement>(`[data-pointer^="${CSS.escape(`${block}/`)}"]`)?.dataset.pointer;
  return first ? document.getElementById(idOf(steps(first))) : null;
}
