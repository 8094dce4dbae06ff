import { dropCursor } from "@milkdown/kit/prose/dropcursor";
import { gapCursor } from "@milkdown/kit/prose/gapcursor";
import { history } from "@milkdown/kit/prose/history";
import type { Node } from "@milkdown/kit/prose/model";
import { type Command, EditorState, type Plugin } from "@milkdown/kit/prose/state";
import { tableEditing } from "@milkdown/kit/prose/tables";
import { EditorView } from "@milkdown/kit/prose/view";
import { lazy, type ReactNode, Suspense, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTexts } from "../../../../kit/texts";
import { texts } from "../texts";
import { chosen } from "./commands";
import { keys } from "./keys";
import { paste } from "./paste";
import { Toolbar } from "./toolbar";
import { looks } from "./tools";
import { nodeViews } from "./views";

const LinkDialog = lazy(() => import("./link-dialog"));
const ImageDialog = lazy(() => import("./image-dialog"));

/** Names of the element that takes the focus, for those who do not see it. */
export interface Names {
  id: string;
  "aria-labelledby": string;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: true | undefined;
  "aria-required"?: true | undefined;
}

interface Props {
  names: Names;
  /** The document to begin with, and each one that comes from elsewhere later. Another one is put in around the cursor. */
  doc: Node;
  locked: boolean;
  dir: "ltr" | "rtl" | "auto";
  /** Which addresses a link may have. */
  linkable: (href: string) => boolean;
  /** Called for what the person does, never for a document that came from elsewhere. */
  onChange: (doc: Node) => void;
  plugins?: Plugin[];
  /** Whether to take the focus at once. */
  focus?: boolean;
  /** Beside the tools, and below the text. */
  end?: ReactNode;
  foot?: ReactNode;
}

const foreign = "portico-foreign";

/** replace brings a document in line with another, changing only what differs: the cursor stays where it is. */
export function replace(view: EditorView, doc: Node) {
  const start = view.state.doc.content.findDiffStart(doc.content);
  const end = view.state.doc.content.findDiffEnd(doc.content);
  if (start === null || !end) return;
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  const slice = doc.slice(start, end.b + overlap);
  view.dispatch(view.state.tr.replace(start, end.a + overlap, slice).setMeta("addToHistory", false).setMeta(foreign, true));
}

/** Surface is where text is written as it looks, by ProseMirror, with its tools. */
export default function Surface({ names, doc, locked, dir, linkable, onChange, plugins = [], focus = false, end, foot }: Props) {
  const t = useTexts(texts);
  const host = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<EditorView>();
  const [state, setState] = useState<EditorState>();
  const [dialog, setDialog] = useState<"link" | "image">();
  const said = JSON.stringify([names, locked]);
  const latest = useRef({ names, locked, onChange, t });
  useLayoutEffect(() => {
    latest.current = { names, locked, onChange, t };
  });

  useLayoutEffect(() => {
    if (!host.current) return undefined;
    const doors = { link: () => setDialog("link"), tools: () => box.current?.querySelector<HTMLElement>("[data-tool][tabindex='0']")?.focus() };
    const made: EditorView = new EditorView({ mount: host.current }, {
      state: EditorState.create({ doc, plugins: [paste(doc.type.schema, linkable), ...keys(doc.type.schema, doors), history(), dropCursor({ class: "p-drop-here", color: false }), gapCursor(), tableEditing(), ...plugins] }),
      editable: () => !latest.current.locked,
      attributes: () => attributesOf(latest.current.names, latest.current.locked),
      nodeViews: nodeViews(() => ({ opaque: latest.current.t("opaque"), image: latest.current.t("image.none") })),
      dispatchTransaction(tr) {
        const { state: next, transactions } = made.state.applyTransaction(tr);
        made.updateState(next);
        setState((old) => (old && looks(old) === looks(next) ? old : next));
        if (transactions.some((one) => one.docChanged) && !tr.getMeta(foreign)) latest.current.onChange(next.doc);
      },
    });
    setView(made);
    setState(made.state);
    if (focus) made.focus();
    return () => made.destroy();
    // oxlint-disable-next-line react/exhaustive-deps -- the view lives as long as the component; what changes reaches it below
  }, []);

  useEffect(() => {
    if (view && !view.isDestroyed) replace(view, doc);
  }, [view, doc]);
  useEffect(() => {
    view?.setProps({ attributes: () => attributesOf(latest.current.names, latest.current.locked) });
  }, [view, said]);

  const run = (command: Command) => {
    if (!view) return;
    command(view.state, view.dispatch, view);
    view.focus();
  };
  const close = (command?: Command) => {
    setDialog(undefined);
    setTimeout(() => command ? run(command) : view?.focus(), 40); // once the dialog has given the focus back
  };
  return (
    <div ref={box} className="p-writing" data-locked={locked || undefined} data-wrong={names["aria-invalid"]}>
      {!locked && state && <Toolbar state={state} run={run} open={setDialog} leave={() => view?.focus()} end={end} />}
      <div ref={host} className="p-prose" dir={dir} />
      {foot}
      {dialog && state && view && (
        <Suspense>
          {dialog === "link" ? <LinkDialog state={view.state} linkable={linkable} onClose={close} /> : <ImageDialog image={chosen(view.state, "image")} schema={view.state.schema} onClose={close} />}
        </Suspense>
      )}
    </div>
  );
}

function attributesOf(names: Names, locked: boolean): Record<string, string> {
  const all = { ...names, role: "textbox", "aria-multiline": "true", ...(locked && { "aria-readonly": "true", tabindex: "0" }) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)]));
}
