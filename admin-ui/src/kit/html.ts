interface Policy {
  createHTML: (text: string) => string;
}
const types = (globalThis as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } }).trustedTypes;

/** The only way from text to markup. */
const policy: Policy = types?.createPolicy("portico", { createHTML: (text) => text }) ?? { createHTML: (text) => text };

/** frameWith gives a frame its document. The frame must be sandboxed: what is in it must be able to run, send and open nothing. */
export function frameWith(frame: HTMLIFrameElement, html: string) {
  frame.srcdoc = policy.createHTML(html);
}

/** parseHtml reads HTML into a document of its own that nobody sees: nothing in it runs or loads. What is taken out of it must be built
    anew, element by element: never put a node of it into the page. */
export function parseHtml(html: string): Document {
  return new DOMParser().parseFromString(policy.createHTML(html), "text/html");
}
