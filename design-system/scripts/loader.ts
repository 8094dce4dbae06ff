// Puts the shared parts into a page in the browser, for sites that cannot do so on their server:
//
//   <script src="https://portico.example/e/customer.js" crossorigin="anonymous"></script>   in the head
//   <portico-header></portico-header> … <portico-footer></portico-footer>
//
// The markup is the same that /fragments gives. What stands inside an element is shown until the part is there, and where it never
// comes. It asks once for all parts of a page, reserves the header's height at once, holds back for a moment what notices would move, and works under a strict policy.

interface Answer {
  parts: Record<string, string>;
}

interface Policy {
  createHTML(html: string): string;
  createScriptURL(url: string): string;
}

const parts = ["header", "breadcrumbs", "notices", "consent", "feedback", "error-404", "error-500", "footer"];
const script = document.currentScript as HTMLScriptElement;
const source = new URL(script.src);
const site = /\/e\/([a-z0-9-]+)(@\d+)?\.js$/.exec(source.pathname)![1];
const policy = trusted();

/** Nobody knows how high notices and breadcrumbs are: what stands behind them is shown with them, or when so many milliseconds have passed. */
const patience = Number(script.dataset.wait ?? 500);
const unforeseen = ["portico-notices", "portico-breadcrumbs"];
const waiting = `:is(${unforeseen})[data-portico-waits]`;

/** What the header takes before its styles are there: the same numbers as in styles/reserve.css. */
const reserved = `
portico-header, portico-breadcrumbs, portico-notices, portico-consent, portico-feedback, portico-footer { display: block }
portico-header { min-block-size: var(--portico-header-height, 105px) }
portico-header[layout="simple"] { min-block-size: 65px }
portico-header:has(.portico-header--sticky) { position: sticky; inset-block-start: calc(-1 * var(--portico-size-band, 0px)); z-index: var(--portico-z-header, 100) }
${waiting} ~ *, :has(${waiting}) ~ * { visibility: hidden !important }
@media (min-width: 1024px) {
  portico-header { min-block-size: var(--portico-header-height, 169px) }
  portico-header[layout="simple"] { min-block-size: 77px }
}`;

/** Under require-trusted-types-for, HTML and scripts are taken from the site's own Portico alone: the policy is called portico. */
function trusted(): Policy {
  const rules: Policy = {
    createHTML: (html) => html,
    createScriptURL(url) {
      if (new URL(url, source).origin !== source.origin) {
        throw new TypeError("a script of another origin");
      }
      return url;
    },
  };
  const types = (window as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } }).trustedTypes;
  return types ? types.createPolicy("portico", rules) : rules;
}

function ask(): Promise<Answer> {
  const url = new URL(`/v1/sites/${site}/fragments`, source);
  const header = document.querySelector("portico-header");
  const say = (name: string, value: string | null | undefined) => value && url.searchParams.append(name, value);
  say("locale", script.dataset.locale ?? document.documentElement.lang);
  say("path", script.dataset.path ?? location.pathname);
  say("audience", script.dataset.audience);
  say("theme", script.dataset.theme);
  say("layout", header?.getAttribute("layout"));
  document.querySelectorAll<HTMLLinkElement>("link[rel=alternate][hreflang]:not([hreflang=x-default])").forEach((l) => say("alt", `${l.hreflang}|${l.href}`));
  return fetch(url, { credentials: "omit" }).then((answer) => {
    if (!answer.ok) {
      throw new Error(`portico: ${answer.status}`);
    }
    return answer.json() as Promise<Answer>;
  });
}

function nodes(html: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = policy.createHTML(html ?? "");
  return document.importNode(template.content, true);
}

/** The styles of the parts, once in the page; done when they are there, so that nothing is shown without. */
function styled(answer: Answer): Promise<unknown> {
  return Promise.all(
    [...nodes(answer.parts.head).querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")].map((link) => {
      if (document.querySelector(`link[href="${CSS.escape(link.href)}"]`)) {
        return undefined;
      }
      link.removeAttribute("nonce");
      return new Promise((done) => {
        link.onload = link.onerror = done;
        document.head.append(link);
      });
    }),
  );
}

/** The script of the parts, once in the page. One that was parsed does not run: it is made anew. */
function scripted(answer: Answer): void {
  nodes(answer.parts.scripts).querySelectorAll("script").forEach((old) => {
    const src = old.getAttribute("src")!;
    if (!document.querySelector(`script[src="${CSS.escape(src)}"]`)) {
      const next = document.createElement("script");
      next.integrity = old.integrity;
      next.crossOrigin = "anonymous";
      next.nonce = script.nonce;
      next.src = policy.createScriptURL(src);
      document.head.append(next);
    }
  });
}

let asked: Promise<Answer> | undefined;

function answer(): Promise<Answer> {
  return (asked ??= (async () => {
    const found = await ask();
    await styled(found);
    scripted(found);
    return found;
  })());
}

/** An element for a part. With the attribute shadow, it stands in a shadow root, where the page's styles do not reach it. */
class Part extends HTMLElement {
  connectedCallback(): void {
    // A part that the server has written, or a declarative shadow root, is there already.
    if (!this.querySelector("[data-portico-part]") && !this.shadowRoot?.querySelector("[data-portico-part]")) {
      this.hold();
      void this.fill().finally(() => this.release());
    }
  }

  /** Once something of the page was painted, nothing of it is hidden any more. */
  hold(): void {
    if (unforeseen.includes(this.localName) && document.readyState === "loading" && patience > 0) {
      this.toggleAttribute("data-portico-waits", true);
      setTimeout(() => this.release(), patience);
    }
  }

  release(): void {
    this.removeAttribute("data-portico-waits");
  }

  async fill(): Promise<void> {
    try {
      const found = await answer();
      const html = found.parts[this.localName.slice("portico-".length)];
      if (html !== undefined) {
        this.put(found, nodes(html));
        document.dispatchEvent(new CustomEvent("portico:parts"));
      }
    } catch (e) {
      console.warn(e); // what stands inside stays
    }
  }

  put(found: Answer, content: DocumentFragment): void {
    if (!this.hasAttribute("shadow")) {
      return this.replaceChildren(content);
    }
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const styles = nodes(found.parts.head);
    styles.querySelectorAll("link").forEach((l) => l.removeAttribute("nonce"));
    root.replaceChildren(styles, content);
  }
}

function begin(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(reserved);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  parts.forEach((part) => customElements.define(`portico-${part}`, class extends Part {}));
}

/** For pages that change without being loaded: asks for the parts of where the visitor is now. */
function update(): Promise<void[]> {
  asked = undefined;
  return Promise.all([...document.querySelectorAll<Part>(parts.map((p) => `portico-${p}`).join())].map((e) => e.fill()));
}

// A page may carry the loader twice.
if (!customElements.get("portico-header")) {
  begin();
  (window as { portico?: object }).portico = { ...(window as { portico?: object }).portico, update };
}
