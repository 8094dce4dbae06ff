// What a page says of theme, contrast and density stands around its parts. Rules do not look out of a shadow root: what is said outside is
// said again inside, on the element around the part.

const said = ["data-portico-theme", "data-portico-contrast", "data-portico-density"];

/** Says again, inside an element's shadow root, what holds for the element. */
export function mirror(element: Element): void {
  const part = element.shadowRoot?.querySelector("[data-portico-part]:not(link, script)");
  const around = part?.parentElement ?? part; // a server may have written the part alone
  said.forEach((name) => {
    const value = element.closest(`[${name}]`)?.getAttribute(name);
    if (around && value) {
      around.setAttribute(name, value);
    } else if (around !== part) {
      around?.removeAttribute(name);
    }
  });
}

/** Does so whenever the page says something else. */
export function follow(elements: () => Element[]): void {
  new MutationObserver(() => elements().forEach(mirror)).observe(document.documentElement, { attributes: true, attributeFilter: said, subtree: true });
}
