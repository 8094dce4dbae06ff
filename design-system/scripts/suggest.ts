import { focused, from, listen, one, partOf } from "./dom";

// Suggestions for the search field: an editable combobox with a list, as in the WAI-ARIA Authoring Practices. What is chosen is
// searched for: a form that is sent by GET, as it is without this script.

const pause = 180; // ms without a key before words are looked up
const least = 2; // characters
const most = 6; // suggestions

let timer = 0;
let running: AbortController | undefined;

export function suggestWords(): void {
  document.addEventListener("input", (e) => {
    const field = fieldOf(from(e));
    if (field) {
      clearTimeout(timer);
      running?.abort();
      const text = field.value.trim();
      text.length < least ? close(field) : (timer = window.setTimeout(() => void look(field, text), pause));
    }
  });
  document.addEventListener("keydown", onKey, true);
  listen("focusout", (e) => {
    const field = fieldOf(from(e));
    field && close(field);
  });
  const follow = () => {
    const list = one(".portico-suggest:popover-open");
    list && place(list);
  };
  addEventListener("scroll", follow, { passive: true, capture: true });
  addEventListener("resize", follow);
}

function fieldOf(target: EventTarget | null): HTMLInputElement | undefined {
  return target instanceof HTMLInputElement && target.matches(".portico-search__input") && partOf(target)?.querySelector("[data-portico-search^=http]")
    ? target
    : undefined;
}

const bar = (field: Element) => partOf(field)!.querySelector<HTMLElement>("[data-portico-search]")!;
const listOf = (field: HTMLInputElement) => field.parentElement!.querySelector<HTMLElement>(".portico-suggest");
const selected = (field: HTMLInputElement) => listOf(field)?.querySelector<HTMLElement>("[aria-selected=true]");

async function look(field: HTMLInputElement, text: string): Promise<void> {
  running = new AbortController();
  const url = new URL(bar(field).dataset.porticoSearch!);
  url.searchParams.set("q", text.replace(/["*]/g, " ").trim() + "*"); // words that begin so
  url.searchParams.set("page[size]", String(most));
  try {
    const answer = await fetch(url, { signal: running.signal, credentials: "omit" });
    const found = (await answer.json()) as { data?: { title?: string }[] };
    const titles = [...new Set((found.data ?? []).map((hit) => hit.title ?? "").filter(Boolean))];
    field === focused() && field.value.trim() === text && show(field, titles);
  } catch {
    // Without suggestions, the form still searches.
  }
}

function show(field: HTMLInputElement, titles: string[]): void {
  if (!titles.length) {
    return close(field);
  }
  const list = listOf(field) ?? make(field);
  list.replaceChildren(
    ...titles.map((title, i) => {
      const option = element("li", "portico-suggest__option", "option");
      option.id = `${list.id}-${i}`;
      option.textContent = title;
      option.setAttribute("aria-selected", "false");
      return option;
    }),
  );
  place(list);
  list.matches(":popover-open") || list.showPopover();
  field.setAttribute("aria-expanded", "true");
  field.removeAttribute("aria-activedescendant");
  field.parentElement!.querySelector(".portico-suggest__status")!.textContent = `${bar(field).dataset.porticoFound} ${titles.length}`;
}

/** Puts the list under its field. Properties say where, since those of the parts are important: see styles/suggest.css. */
function place(list: HTMLElement): void {
  const box = list.parentElement!.querySelector(".portico-search__input")!.getBoundingClientRect();
  for (const [name, px] of Object.entries({ top: box.bottom + 4, left: box.left, width: box.width, space: Math.max(120, innerHeight - box.bottom - 16) })) {
    list.style.setProperty(`--portico-suggest-${name}`, `${px}px`);
  }
}

/** Makes the list of a field. It stands in the top layer and does not close the search field, which is a popover itself. */
function make(field: HTMLInputElement): HTMLElement {
  const list = element("ul", "portico-suggest", "listbox");
  list.id = field.id + "-list";
  list.popover = "manual";
  list.setAttribute("aria-label", field.labels?.[0]?.textContent ?? "");
  list.addEventListener("pointerdown", (e) => e.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (e) => {
    const option = e.target instanceof Element && e.target.closest<HTMLElement>("[role=option]");
    option && take(field, option);
  });
  field.parentElement!.append(list, element("span", "portico-hidden portico-suggest__status", "status"));
  for (const [attribute, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) {
    field.setAttribute(attribute, value);
  }
  return list;
}

function element(tag: string, className: string, role: string): HTMLElement {
  const e = document.createElement(tag);
  e.className = className;
  e.setAttribute("role", role);
  return e;
}

function close(field: HTMLInputElement): void {
  clearTimeout(timer);
  const list = listOf(field);
  if (list?.matches(":popover-open")) {
    list.hidePopover();
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    field.parentElement!.querySelector(".portico-suggest__status")!.textContent = "";
  }
}

function onKey(e: KeyboardEvent): void {
  const field = fieldOf(from(e));
  const list = field && listOf(field);
  if (!field || !list?.matches(":popover-open") || e.isComposing) {
    return;
  }
  const options = [...list.children] as HTMLElement[];
  const at = options.indexOf(selected(field)!);
  if (e.key === "ArrowDown" || e.key === "ArrowUp") {
    e.preventDefault();
    const step = e.key === "ArrowDown" ? 1 : -1;
    select(field, options, at < 0 ? (step > 0 ? 0 : options.length - 1) : at + step);
  } else if (e.key === "Escape") {
    e.preventDefault(); // the first Escape closes the list, not the search field
    e.stopPropagation();
    close(field);
  } else if (e.key === "Enter" && at >= 0) {
    e.preventDefault();
    take(field, options[at]);
  }
}

/** Past the ends of the list, the field itself is meant again. */
function select(field: HTMLInputElement, options: HTMLElement[], at: number): void {
  options.forEach((o, i) => o.setAttribute("aria-selected", String(i === at)));
  const option = options[at];
  option ? field.setAttribute("aria-activedescendant", option.id) : field.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function take(field: HTMLInputElement, option: HTMLElement): void {
  field.value = option.textContent!;
  close(field);
  field.form!.requestSubmit();
}
