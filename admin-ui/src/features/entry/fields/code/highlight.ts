import { HighlightStyle } from "@codemirror/language";
import { tags } from "@lezer/highlight";

/** highlight gives pieces of source classes; their colours are in src/app/writing.css, for both themes. */
export const highlight = HighlightStyle.define([
  { tag: [tags.heading, tags.strong], class: "p-code-strong" },
  { tag: tags.emphasis, class: "p-code-emphasis" },
  { tag: tags.strikethrough, class: "p-code-struck" },
  { tag: [tags.link, tags.url, tags.propertyName], class: "p-code-name" },
  { tag: [tags.monospace, tags.string], class: "p-code-text" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], class: "p-code-value" },
  { tag: [tags.processingInstruction, tags.punctuation, tags.comment, tags.contentSeparator, tags.meta], class: "p-code-sign" },
]);
