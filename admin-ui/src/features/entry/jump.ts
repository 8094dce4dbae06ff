import { pointer, steps } from "./document";
import { idOf } from "./fields/frame";

const drawn = 120; // milliseconds until the fields of another language stand there

/** jump goes to the field of a pointer, in whatever language it is. */
export function jump(to: string) {
  const [where, tag] = steps(to);
  if (where === "locales" && tag) document.querySelector<HTMLElement>(`[role=tab][data-tag="${CSS.escape(tag)}"]`)?.click();
  setTimeout(() => {
    const path = steps(to);
    for (let n = path.length; n > 0; n -= 1) {
      const found = document.getElementById(idOf(path.slice(0, n))) ?? within(pointer(path.slice(0, n)));
      if (!found) continue;
      found.scrollIntoView({ block: "center", behavior: "smooth" });
      found.focus({ preventScroll: true });
      return;
    }
  }, drawn);
}

/** within gives the first field of a block, which takes no focus itself. */
function within(block: string): HTMLElement | null {
  const first = document.querySelector<HTMLElement>(`[data-pointer^="${CSS.escape(`${block}/`)}"]`)?.dataset.pointer;
  return first ? document.getElementById(idOf(steps(first))) : null;
}
