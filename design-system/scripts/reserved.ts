/** The elements that parts are put into. */
export const names = ["header", "breadcrumbs", "notices", "consent", "feedback", "error-404", "error-500", "footer"].map((part) => "portico-" + part);

/** Heights in px of header, simple header, breadcrumbs and feedback, where the page has no other wish and where it wants less room. */
function heights(usual: number[], compact: number[]): string {
  const places = ["portico-header", "portico-header[layout=simple]", "portico-breadcrumbs", "portico-feedback"];
  const rules = (px: number[], around: string) => places.map((place, i) => `:where(${around}${place}) { min-block-size: ${px[i]}px }`).join("\n");
  return rules(usual, "") + "\n" + rules(compact, "[data-portico-density=compact] ");
}

/**
 * What the parts take before they and their styles are there: the same numbers as in styles/reserve.css. A host's own rule for an element
 * wins. Nobody knows beforehand whether there are notices: those that come after the page was painted lie over its lower edge, where
 * they move nothing, and are folded until somebody wants to see them all.
 */
export const reserved = `
:where(${names}) { display: block }
${heights([105, 65, 52, 147], [85, 53, 44, 123])}
@media (min-width: 600px) {
  ${heights([105, 65, 52, 113], [85, 53, 44, 93])}
}
@media (min-width: 1024px) {
  ${heights([169, 77, 52, 113], [133, 57, 44, 93])}
}
:where(:root:has(portico-header[layout=none])) :where(${names}) { min-block-size: 0 }
portico-header[sticky] { position: sticky; inset-block-start: calc(-1 * var(--portico-band-height, 40px)); z-index: 100 }
portico-notices[late] { position: fixed; inset: auto 0 0; z-index: 89; max-block-size: 60vh; overflow: auto }`;
