import { from, listen } from "./dom";

/** Sends whether a page was helpful without leaving it. Without script, the form is sent as any other. */
export function askForFeedback(): void {
  listen("submit", (e) => {
    const form = from(e)?.closest<HTMLFormElement>(".portico-feedback__form");
    if (!form) {
      return;
    }
    e.preventDefault();
    const button = (e as SubmitEvent).submitter as HTMLButtonElement | null;
    const more = form.querySelector<HTMLElement>(".portico-feedback__more")!;
    if (button?.value === "no" && more.hidden) {
      more.hidden = false;
      button.setAttribute("aria-pressed", "true");
      more.querySelector<HTMLElement>("textarea")!.focus();
      return;
    }
    void send(form, button);
  });
}

async function send(form: HTMLFormElement, button: HTMLButtonElement | null): Promise<void> {
  const data = new URLSearchParams();
  new FormData(form).forEach((value, name) => data.append(name, String(value)));
  data.set("page", location.origin + location.pathname); // a query may hold what is personal
  button && data.set(button.name, button.value);
  const status = form.querySelector<HTMLElement>(".portico-feedback__status")!;
  const own = new URL(form.action).origin === location.origin;
  try {
    const answer = await fetch(form.action, { method: "POST", body: data, keepalive: true, ...(own ? {} : { mode: "no-cors", credentials: "omit" }) });
    if (own && !answer.ok) {
      throw new Error(String(answer.status));
    }
    form.querySelectorAll<HTMLElement>(".portico-feedback__ask, .portico-feedback__more").forEach((part) => (part.hidden = true));
    status.textContent = status.dataset.porticoThanks!;
  } catch {
    status.textContent = status.dataset.porticoFailed!;
  }
}
