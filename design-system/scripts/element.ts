/** An element of the style guide: its content is there without it, and read to its end when it starts, once. */
export abstract class Component extends HTMLElement {
  private started = false;

  connectedCallback(): void {
    const start = () => {
      if (!this.started && this.isConnected) {
        this.started = true;
        this.start();
      }
    };
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", start, { once: true });
    } else {
      start();
    }
  }

  protected abstract start(): void;

  /** Tells the page of something that it may stop; false where it did. */
  protected tell(name: string, detail: object = {}): boolean {
    return this.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable: true, detail }));
  }
}

/** Makes an element with a class and a text. */
export function make<K extends keyof HTMLElementTagNameMap>(name: K, className: string, text: string): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}
