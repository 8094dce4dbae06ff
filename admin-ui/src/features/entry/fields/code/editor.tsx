import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { Annotation, Compartment, EditorState, type Extension, StateEffect, StateField } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { boot } from "../../../../kit/boot";
import type { Names } from "../rich/surface";
import { highlight } from "./highlight";
import { markdown, markdownKeys } from "./markdown-language";

interface Props {
  names: Names;
  language: "json" | "markdown";
  /** The text to begin with, and each one that comes from elsewhere later. */
  text: string;
  locked: boolean;
  dir: "ltr" | "rtl" | "auto";
  /** Number of the line to mark as wrong; 0 is none. */
  wrong?: number;
  /** Whether to take the focus at once. */
  focus?: boolean;
  onChange: (text: string) => void;
  onBlur?: () => void;
}

const foreign = Annotation.define<boolean>();
const markLine = StateEffect.define<number>();

/** wrongLine marks one line. */
const wrongLine = StateField.define({
  create: () => Decoration.none,
  update(marks, tr) {
    let next = marks.map(tr.changes);
    for (const effect of tr.effects) {
      if (!effect.is(markLine)) continue;
      next = effect.value > 0 && effect.value <= tr.state.doc.lines ? Decoration.set(Decoration.line({ class: "p-wrong-line" }).range(tr.state.doc.line(effect.value).from)) : Decoration.none;
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** ⌘Enter is the form's. */
const ownKeys = defaultKeymap.filter((binding) => binding.key !== "Mod-Enter");

const languages: Record<Props["language"], () => Extension> = {
  json: () => [json(), lineNumbers(), indentOnInput()],
  markdown: () => [markdown, keymap.of(markdownKeys), EditorView.perLineTextDirection.of(true)],
};

/** changed gives the piece in which two texts differ. */
export function changed(from: string, to: string): { from: number; to: number; insert: string } {
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) start++;
  let end = 0;
  while (end < from.length - start && end < to.length - start && from[from.length - 1 - end] === to[to.length - 1 - end]) end++;
  return { from: start, to: from.length - end, insert: to.slice(start, to.length - end) };
}

/** CodeEditor is where source is written. */
export default function CodeEditor({ names, language, text, locked, dir, wrong = 0, focus = false, onChange, onBlur }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<EditorView>();
  const [changing] = useState(() => new Compartment());
  const latest = useRef({ onChange, onBlur });
  useLayoutEffect(() => {
    latest.current = { onChange, onBlur };
  });
  const said = JSON.stringify([names, locked, dir]);
  const set = () => [
    EditorState.readOnly.of(locked),
    EditorView.contentAttributes.of(Object.fromEntries(Object.entries({ ...names, "aria-multiline": "true", ...(locked && { "aria-readonly": "true" }), dir, ...(language === "markdown" && { spellcheck: "true" }) }).filter(([, v]) => v !== undefined).map(([k, v]) => [k, String(v)]))),
  ];

  useLayoutEffect(() => {
    if (!host.current) return undefined;
    const made = new EditorView({
      parent: host.current, doc: text,
      extensions: [
        EditorView.cspNonce.of(boot.nonce), languages[language](), history(), drawSelection(), highlightSpecialChars(), EditorView.lineWrapping, indentUnit.of("  "), EditorState.tabSize.of(2),
        syntaxHighlighting(highlight), wrongLine, keymap.of([...ownKeys, ...historyKeymap, indentWithTab]), changing.of(set()),
        EditorView.domEventHandlers({
          keydown: (event) => {
            if ((event.metaKey || event.ctrlKey) && ["z", "y", "k"].includes(event.key.toLowerCase())) event.stopPropagation(); // not the form's undo, nor the palette
          },
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !update.transactions.some((tr) => tr.annotation(foreign))) latest.current.onChange(update.state.doc.toString());
          if (update.focusChanged && !update.view.hasFocus) latest.current.onBlur?.();
        }),
      ],
    });
    setView(made);
    if (focus) made.focus();
    return () => made.destroy();
    // oxlint-disable-next-line react/exhaustive-deps -- the view lives as long as the component; what changes reaches it below
  }, []);

  useEffect(() => {
    if (!view) return;
    const now = view.state.doc.toString();
    if (now !== text) view.dispatch({ changes: changed(now, text), annotations: foreign.of(true) });
  }, [view, text]);
  useEffect(() => {
    view?.dispatch({ effects: changing.reconfigure(set()) });
    // oxlint-disable-next-line react/exhaustive-deps -- what set reads
  }, [view, said]);
  useEffect(() => {
    view?.dispatch({ effects: markLine.of(wrong) });
  }, [view, wrong]);

  return <div ref={host} className="p-source-editor" />;
}
