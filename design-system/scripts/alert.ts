import { Component, make } from "./element";

/**
 * <portico-alert data-close="Close">: a message that can be closed, with a button of that text. The focus goes to what comes after it.
 * Event: portico:close, before it closes; who stops it keeps the message.
 */
export class Alert extends Component {
  protected start(): void {
    const label = this.dataset.close;
    if (label) {
      const button = make("button", "portico-alert__close", label);
      button.type = "button";
      button.addEventListener("click", () => this.tell("portico:close") && this.close());
      this.append(button);
    }
  }

  private close(): void {
    const next = this.nextElementSibling ?? this.parentElement;
    this.hidden = true;
    if (next instanceof HTMLElement) {
      if (next.tabIndex < 0) {
        next.tabIndex = -1;
      }
      next.focus({ preventScroll: true });
    }
  }
}
