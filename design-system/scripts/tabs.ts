import { Component } from "./element";

/**
 * <portico-tabs>: makes tabs, as in the WAI-ARIA Authoring Practices, of a list of links and the sections they lead to. The arrow keys,
 * Home and End choose; an address that ends in a section's id opens that tab. Event: portico:tab, with the section's id.
 */
export class Tabs extends Component {
  protected start(): void {
    const list = this.querySelector(".portico-tabs__list");
    const tabs = this.tabs();
    if (!list || !tabs.length || list.getAttribute("role")) {
      return;
    }
    list.setAttribute("role", "tablist");
    list.querySelectorAll(":scope > li").forEach((item) => item.setAttribute("role", "presentation"));
    tabs.forEach((tab) => {
      const panel = this.panel(tab)!;
      tab.id ||= panel.id + "-tab";
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", panel.id);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      panel.tabIndex = 0;
    });
    this.addEventListener("click", (e) => this.pick(e));
    this.addEventListener("keydown", (e) => this.key(e));
    addEventListener("hashchange", () => this.follow());
    this.choose(tabs[0]!);
    this.follow();
  }

  /** The links that lead to a section in here. */
  private tabs(): HTMLAnchorElement[] {
    return [...this.querySelectorAll<HTMLAnchorElement>(".portico-tabs__tab")].filter((tab) => this.panel(tab));
  }

  private panel(tab: HTMLAnchorElement): HTMLElement | null {
    const id = decodeURIComponent(tab.hash.slice(1));
    return id ? this.querySelector<HTMLElement>(`#${CSS.escape(id)}`) : null;
  }

  private choose(chosen: HTMLAnchorElement): void {
    for (const tab of this.tabs()) {
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
      this.panel(tab)!.hidden = tab !== chosen;
    }
    this.tell("portico:tab", { id: this.panel(chosen)!.id });
  }

  /** Opens the tab that the page's address names. */
  private follow(): void {
    const tab = this.tabs().find((t) => location.hash && t.hash === location.hash);
    if (tab) {
      this.choose(tab);
    }
  }

  private pick(e: Event): void {
    const tab = e.target instanceof Element && e.target.closest<HTMLAnchorElement>(".portico-tabs__tab");
    if (tab && this.panel(tab)) {
      e.preventDefault();
      this.choose(tab);
    }
  }

  private key(e: KeyboardEvent): void {
    const tabs = this.tabs();
    const at = tabs.indexOf(e.target as HTMLAnchorElement);
    if (at < 0 || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) {
      return;
    }
    const rtl = getComputedStyle(this).direction === "rtl";
    const to = new Map([
      [rtl ? "ArrowLeft" : "ArrowRight", (at + 1) % tabs.length],
      [rtl ? "ArrowRight" : "ArrowLeft", (at + tabs.length - 1) % tabs.length],
      ["Home", 0],
      ["End", tabs.length - 1],
      [" ", at],
    ]).get(e.key);
    if (to !== undefined) {
      e.preventDefault();
      this.choose(tabs[to]!);
      tabs[to]!.focus();
    }
  }
}
