/** The elements that parts are put into. */
export const names = ["header", "breadcrumbs", "notices", "consent", "feedback", "error-404", "error-500", "footer"].map((part) => "portico-" + part);

const compact = (layout = "") => `:where([data-portico-density=compact] portico-header${layout}, portico-header${layout}[data-portico-density=compact])`;
const none = ":where(:root:has(portico-header[layout=none]))";

/**
 * What the parts take before they and their styles are there: the same numbers as in styles/reserve.css. A host's own rule for an element
 * wins. Nobody knows beforehand whether there are notices: those that come after the page was painted lie over its lower edge, where
 * they move nothing.
 */
export const reserved = `
:where(${names}) { display: block }
:where(portico-header) { min-block-size: 105px }
${compact()} { min-block-size: 85px }
:where(portico-header[layout=simple]) { min-block-size: 65px }
${compact("[layout=simple]")} { min-block-size: 53px }
:where(portico-breadcrumbs) { min-block-size: 52px }
:where(portico-feedback) { min-block-size: 147px }
portico-header[sticky] { position: sticky; inset-block-start: calc(-1 * var(--portico-band-height, 40px)); z-index: 100 }
portico-notices[late] { position: fixed; inset: auto 0 0; z-index: 89; max-block-size: 40vh; overflow: auto }
@media (min-width: 600px) {
  :where(portico-feedback) { min-block-size: 113px }
}
@media (min-width: 1024px) {
  :where(portico-header) { min-block-size: 169px }
  ${compact()} { min-block-size: 133px }
  :where(portico-header[layout=simple]) { min-block-size: 77px }
  ${compact("[layout=simple]")} { min-block-size: 57px }
}
${none} :where(${names}) { min-block-size: 0 }`;
