import { defineLanguageFacet, Language } from "@codemirror/language";
import { EditorSelection } from "@codemirror/state";
import type { Command, KeyBinding } from "@codemirror/view";
import { Autolink, parser, Strikethrough, Table } from "@lezer/markdown";
import { type Mark, marked } from "./signs";

/** markdown is the Markdown that the server renders; without the languages of code blocks, which would be many times its size. */
export const markdown = new Language(defineLanguageFacet(), parser.configure([Table, Strikethrough, Autolink]), [], "markdown");

/** sign writes the signs of a mark around what is selected. */
function sign(mark: Mark): Command {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false;
    const { from, to } = state.selection.main;
    const next = marked(mark, state.doc.toString(), from, to);
    dispatch(state.update({ changes: { from: 0, to: state.doc.length, insert: next.text }, selection: EditorSelection.single(next.start, next.end), scrollIntoView: true }));
    return true;
  };
}

/** markdownKeys write signs, as the visual editor's keys write formatting. */
export const markdownKeys: readonly KeyBinding[] = [
  { key: "Mod-b", run: sign("bold") }, { key: "Mod-i", run: sign("italic"), preventDefault: true }, { key: "Mod-k", run: sign("link") },
  { key: "Mod-Alt-2", run: sign("heading") }, { key: "Mod-Shift-8", run: sign("list") },
];
