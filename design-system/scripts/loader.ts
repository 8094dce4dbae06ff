// Puts the shared parts into a page in the browser, for sites that cannot do so on their server:
//
//   <script src="https://portico.example/e/customer.js" crossorigin="anonymous"></script>   in the head
//   <portico-header></portico-header> … <portico-footer></portico-footer>
//
// The markup is the same that /fragments gives. What stands inside an element is shown until the part is there, and where it never
// comes. It asks once for all parts of a page, reserves their heights at once, and works under a strict policy.
import { foldNotices } from "./late";
import { follow, mirror } from "./mirror";
import { names, reserved } from "./reserved";

interface Answer {
  parts: Record<string, string>;
}

interface Policy {
  createHTML(html: string): string;
  createScriptURL(url: string): string;
}

const script = document.currentScript as HTMLScriptElement;
const source = new URL(script.src);
const site = /\/e\/([a-z0-9-]+)(@\d+)?\.js$/.exec(source.pathname)![1];
const written = "[data-portico-part]:not(link, script)"; // a part that is there
let policy: Policy;

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

function nodes(html: string | undefined): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = policy.createHTML(html ?? "");
  return document.importNode(template.content, true);
}

/** The styles of the parts, once in the page or a shadow root; done when they are there, so that nothing is shown without. */
function styled(found: Answer, root: Document | ShadowRoot): Promise<unknown> {
  const links = [...nodes(found.parts.head).querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")];
  return Promise.all(links.filter((link) => !root.querySelector(`link[href="${CSS.escape(link.href)}"]`)).map((link) => {
    link.removeAttribute("nonce");
    return new Promise((done) => {
      link.onload = link.onerror = done;
      root instanceof Document ? root.head.append(link) : root.prepend(link);
    });
  }));
}

/** The script of the parts, once in the page. One that was parsed does not run: it is made anew. */
function scripted(found: Answer): void {
  nodes(found.parts.scripts).querySelectorAll("script").forEach((old) => {
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
  return (asked ??= ask().then(async (found) => {
    await styled(found, document);
    scripted(found);
    return found;
  }));
}

/** Calls once an element has been read to its end: the parser makes it at its start tag, before what stands inside. */
function whenRead(element: Node, call: () => void): void {
  const read = () => {
    for (let at: Node | null = element; at; at = at.parentNode) {
      if (at.nextSibling) {
        return true;
      }
    }
    return document.readyState !== "loading";
  };
  if (read()) {
    return call();
  }
  const done = () => {
    if (read()) {
      parsing.disconnect();
      document.removeEventListener("readystatechange", done);
      call();
    }
  };
  const parsing = new MutationObserver(done);
  parsing.observe(document, { childList: true, subtree: true });
  document.addEventListener("readystatechange", done);
}

let filling = 0;

/** Says that parts are there: once, after all that were asked for. */
function told(): void {
  if (--filling === 0) {
    setTimeout(() => filling || document.dispatchEvent(new CustomEvent("portico:parts")));
  }
}

/** An element for a part. With the attribute shadow, it stands in a shadow root, where the page's styles do not reach it. */
class Part extends HTMLElement {
  private html?: string; // what it holds
  private painted = false; // whether the page was, since the element is there

  connectedCallback(): void {
    this.localName === "portico-notices" && this.setAttribute("aria-live", "polite"); // nobody hears of what comes late otherwise
    requestAnimationFrame(() => (this.painted = true));
    whenRead(this, () => (this.querySelector(written) || this.shadowRoot?.querySelector(written) ? this.keep() : void this.fill()));
  }

  /** A part that the server has written, into a shadow root too, stays. Where its page has no script for it, that comes from here. */
  private keep(): void {
    mirror(this);
    whenRead(document, () => document.querySelector("script[data-portico-part]") || answer().catch(console.warn));
  }

  async fill(): Promise<void> {
    filling++;
    try {
      const mine = answer();
      const found = await mine;
      const html = found.parts[this.localName.slice("portico-".length)];
      if (html !== undefined && html !== this.html && mine === asked) { // where it is the same, what a visitor does there goes on
        this.html = html;
        await this.put(found, nodes(html));
      }
    } catch (e) {
      console.warn(e); // what stands inside stays
    }
    told();
  }

  private async put(found: Answer, content: DocumentFragment): Promise<void> {
    this.toggleAttribute("sticky", !!content.querySelector(".portico-header--sticky:not(.portico-header--simple)"));
    const late = this.painted && this.localName === "portico-notices";
    this.toggleAttribute("late", late);
    late && foldNotices(content);
    if (!this.hasAttribute("shadow")) {
      return this.replaceChildren(content);
    }
    let root = this.shadowRoot;
    if (!root) {
      root = this.attachShadow({ mode: "open" });
      root.append(document.createElement("slot")); // what stands inside shows until the styles are there
    }
    await styled(found, root);
    const around = document.createElement("div");
    around.append(content);
    root.replaceChildren(...root.querySelectorAll("link"), around);
    mirror(this);
  }
}

function begin(): void {
  policy = trusted();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(reserved);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  names.forEach((name) => customElements.define(name, class extends Part {}));
  follow(() => [...document.querySelectorAll(names.join())]);
}

/** For pages that change without being loaded: asks for the parts of where the visitor is now. */
function update(): Promise<void[]> {
  asked = undefined;
  return Promise.all([...document.querySelectorAll<Part>(names.join())].map((e) => e.fill()));
}

// A page may carry the loader twice.
if (!customElements.get("portico-header")) {
  begin();
  const page = window as { portico?: object };
  Object.assign((page.portico ??= {}), { update });
}
