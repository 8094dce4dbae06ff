import { Component, make } from "./element";

/**
 * <portico-pagination data-page="7" data-pages="24" data-href="/results?page={page}">: writes the links to the other pages into a list that
 * the page has already, with the page that is shown and links to those before and after it. Event: portico:page, with the page, when one is
 * chosen; who stops it shows that page in another way, and sets data-page.
 */
export class Pagination extends Component {
  static observedAttributes = ["data-page", "data-pages"];
  private ready = false;

  protected start(): void {
    this.ready = true;
    this.addEventListener("click", (e) => {
      const page = Number(e.target instanceof Element && e.target.closest<HTMLElement>("a")?.dataset.page);
      if (page && !(e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) && !this.tell("portico:page", { page })) {
        e.preventDefault();
      }
    });
    this.write();
  }

  attributeChangedCallback(): void {
    this.ready && this.write();
  }

  private write(): void {
    const list = this.querySelector(".portico-pagination__list");
    const page = Number(this.dataset.page);
    const pages = Number(this.dataset.pages);
    if (!list || !this.dataset.href || !(page >= 1 && page <= pages)) {
      return; // what the page has written stays
    }
    const focused = list.contains(document.activeElement) && (document.activeElement as HTMLElement).dataset.page;
    const end = (rel: string, to: number) => {
      const link = list.querySelector<HTMLAnchorElement>(`a[rel=${rel}]`);
      if (!link) {
        return [];
      }
      link.hidden = to < 1 || to > pages;
      return [this.lead(link, to)];
    };
    const [before, after] = [end("prev", page - 1), end("next", page + 1)];
    const numbers = shown(page, pages).map((n) => {
      if (!n) {
        return make("span", "portico-pagination__gap", "…");
      }
      const link = this.lead(make("a", "portico-pagination__link", `${n}`), n);
      n === page && link.setAttribute("aria-current", "page");
      return link;
    });
    list.replaceChildren(...[...before, ...numbers, ...after].map((content) => {
      const item = make("li", "portico-pagination__item", "");
      item.append(content);
      item.hidden = content.hidden;
      return item;
    }));
    focused && list.querySelector<HTMLElement>(`a[data-page="${focused}"]`)?.focus();
  }

  /** Lets a link lead to a page, where that is an address of the web. */
  private lead(link: HTMLAnchorElement, page: number): HTMLAnchorElement {
    const url = new URL(this.dataset.href!.replaceAll("{page}", `${page}`), document.baseURI);
    if (/^https?:$/.test(url.protocol)) {
      link.href = url.href;
    }
    link.dataset.page = `${page}`;
    return link;
  }
}

/** The pages that have a link: the first, the last, and those next to the one that is shown. 0 is a gap of more than one page. */
function shown(page: number, pages: number): number[] {
  const some = [...new Set([1, page - 1, page, page + 1, pages])].filter((n) => n >= 1 && n <= pages).sort((a, b) => a - b);
  return some.flatMap((n, i) => {
    const left = i ? n - some[i - 1]! - 1 : 0;
    return left === 0 ? [n] : [left === 1 ? n - 1 : 0, n];
  });
}
