import { DOMParser, type Schema, Slice } from "@milkdown/kit/prose/model";
import { Plugin } from "@milkdown/kit/prose/state";
import type { EditorView } from "@milkdown/kit/prose/view";
import { parseHtml } from "../../../../kit/html";
import { clean } from "./clean";

/* The page's policy (Trusted Types) keeps ProseMirror from reading HTML, so pasting and dropping it is done here: the HTML is read into a
   document that nobody sees, and of that the schema takes what it knows. */

/** What was copied last in this tab, whole: cards of what is not known do not survive as HTML. */
let copied: { text: string; slice: Slice; schema: Schema } | undefined;

const textOf = (slice: Slice) => slice.content.textBetween(0, slice.content.size, "\n\n", "\n");
const squeezed = (text: string) => text.replace(/\s+/g, " ").trim();

/** The page's policy forbids styles and handlers, also in a document that nobody sees: rules are left out, and those of an element are read as text. */
const withoutStyles = (html: string) =>
  html.replace(/<style\b.*?<\/style\s*>/gis, "").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s"'])(style|on\w+)(\s*=)/gi, "$1 data-$2$3"));

/** sliceOf makes content of HTML from anywhere: Word, Google Docs, web pages, this editor in another tab. */
export function sliceOf(html: string, schema: Schema, linkable: (href: string) => boolean, context?: EditorView["state"]["selection"]["$from"]): Slice {
  const page = parseHtml(withoutStyles(html));
  clean(page, linkable);
  const parsed = DOMParser.fromSchema(schema).parseSlice(page.body, context ? { context } : {});
  return Slice.maxOpen(parsed.content, true);
}

function put(view: EditorView, event: ClipboardEvent | DragEvent, slice: Slice): boolean {
  if (view.someProp("handlePaste", (f) => f(view, event as ClipboardEvent, slice))) return true;
  const only = slice.openStart === 0 && slice.openEnd === 0 && slice.content.childCount === 1 ? slice.content.firstChild : null;
  const tr = only ? view.state.tr.replaceSelectionWith(only) : view.state.tr.replaceSelection(slice);
  view.dispatch(tr.scrollIntoView().setMeta("paste", true).setMeta("uiEvent", "paste"));
  return true;
}

/** paste takes HTML in, cleaned to the schema. What is plain text, or pasted as such, stays with the editor. */
export function paste(schema: Schema, linkable: (href: string) => boolean): Plugin {
  let plain = false;
  const taken = (view: EditorView, data: DataTransfer | null) => {
    const html = data?.getData("text/html") ?? "";
    if (!html || plain || !view.editable || view.state.selection.$from.parent.type.spec.code) return undefined;
    const own = /data-pm-slice/.test(html) && copied?.schema === schema && squeezed(copied.text) === squeezed(data?.getData("text/plain") ?? "");
    return own && copied ? copied.slice : sliceOf(html, schema, linkable, view.state.selection.$from);
  };
  return new Plugin({
    props: {
      transformCopied: (slice) => {
        copied = { text: textOf(slice), slice, schema };
        return slice;
      },
      handleDOMEvents: {
        keydown: (_view, event) => {
          plain = event.shiftKey && (event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "v";
          return false;
        },
        paste: (view, event) => {
          const slice = taken(view, event.clipboardData);
          plain = false;
          if (!slice) return false;
          event.preventDefault();
          return put(view, event, slice);
        },
        drop: (view, event) => {
          if (view.dragging) return false;
          const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
          const slice = at && taken(view, event.dataTransfer);
          if (!slice) return false;
          event.preventDefault();
          view.dispatch(view.state.tr.replaceRange(at.pos, at.pos, slice).scrollIntoView());
          view.focus();
          return true;
        },
      },
    },
  });
}
