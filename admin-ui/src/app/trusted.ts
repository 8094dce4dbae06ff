/* Trusted Types: the page's policy forbids to make HTML of text. The kit writes its style sheets as the HTML of <style> elements; text
   without a "<" can hold no element, so the default policy lets that through and nothing else. It must be there before anything renders. */

interface Policies {
  createPolicy(name: string, rules: { createHTML: (text: string) => string | null }): unknown;
}

/** harmless gives text back that holds no markup, and null for what does, which the browser then refuses. */
export function harmless(text: string): string | null {
  return text.includes("<") ? null : text;
}

const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
policies?.createPolicy("default", { createHTML: harmless });
