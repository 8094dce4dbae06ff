import { Component, make } from "./element";

/**
 * <portico-disclosure data-open="Open all" data-close="Close all">: a list of <details>, which the browser opens and closes by itself, with
 * a button for all of them. An address that ends in the id of something in them opens it; on paper all are open. Event: portico:disclosure,
 * with how many are open.
 */
export class Disclosure extends Component {
  private button?: HTMLButtonElement;

  protected start(): void {
    const { open, close } = this.dataset;
    if (open && close && this.all().length > 1) {
      const button = (this.button = make("button", "portico-button portico-button--quiet portico-button--small", open));
      button.type = "button";
      button.addEventListener("click", () => this.openAll(!this.isOpen()));
      this.prepend(button);
    }
    this.addEventListener("toggle", () => this.changed(), true);
    addEventListener("hashchange", () => this.follow());
    let shut: HTMLDetailsElement[] = [];
    addEventListener("beforeprint", () => (shut = this.all().filter((d) => !d.open)).forEach((d) => (d.open = true)));
    addEventListener("afterprint", () => shut.forEach((d) => (d.open = false)));
    this.follow();
    this.changed();
  }

  private all(): HTMLDetailsElement[] {
    return [...this.querySelectorAll<HTMLDetailsElement>("details")];
  }

  private isOpen(): boolean {
    return this.all().every((d) => d.open);
  }

  private openAll(open: boolean): void {
    this.all().forEach((d) => {
      d.removeAttribute("name"); // those with one name close each other
      d.open = open;
    });
  }

  private changed(): void {
    if (this.button) {
      this.button.textContent = this.dataset[this.isOpen() ? "close" : "open"]!;
    }
    this.tell("portico:disclosure", { open: this.all().filter((d) => d.open).length });
  }

  /** Opens what the page's address leads to. */
  private follow(): void {
    for (let at = addressed(this); at && at !== this; at = at.parentElement) {
      if (at instanceof HTMLDetailsElement) {
        at.open = true;
      }
    }
  }
}

/** The element in another that the page's address leads to. What is no encoding leads nowhere. */
function addressed(inside: Element): Element | null {
  try {
    const id = decodeURIComponent(location.hash.slice(1));
    return id ? inside.querySelector(`#${CSS.escape(id)}`) : null;
  } catch {
    return null;
  }
}
