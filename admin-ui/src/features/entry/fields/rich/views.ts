import type { Node } from "@milkdown/kit/prose/model";
import type { NodeViewConstructor } from "@milkdown/kit/prose/view";

/** What cards say. */
export interface CardTexts {
  /** Of what is not known here. */
  opaque: string;
  /** Of a picture without alternative text. */
  image: string;
}

function element(tag: string, className: string, text = ""): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

const short = (text: string) => (text.length > 160 ? `${text.slice(0, 160)}…` : text);

/** sourceOf is what a card shows of what it keeps: source of Markdown, or the kind and words of a node. */
function sourceOf(node: Node): string {
  const kept: unknown = node.attrs.kept;
  return typeof kept === "string" ? kept : JSON.stringify(kept);
}

/** fileOfPath leads from where sites find a medium to where who edits does. */
const fileOfPath = (src: string) => {
  const id = /^\/media\/([\w-]+)\//.exec(src)?.[1];
  return id && `/api/v1/media/${id}/file`;
};

/** nodeViews shows what has no form of its own in a text. */
export function nodeViews(texts: () => CardTexts): Record<string, NodeViewConstructor> {
  const card = (tag: string): NodeViewConstructor => (node) => {
    const dom = element(tag, tag === "div" ? "p-opaque" : "p-opaque p-opaque-inline");
    if (tag === "div") dom.append(element("span", "p-opaque-name", texts().opaque));
    dom.append(element("code", "", short(sourceOf(node))));
    dom.title = texts().opaque;
    dom.dir = "ltr";
    return { dom, ignoreMutation: () => true };
  };
  return { opaqueBlock: card("div"), opaqueInline: card("span"), image: (node) => picture(node, texts()) };
}

/** picture shows media of ours; from elsewhere nothing is loaded, so those show their address. */
function picture(node: Node, texts: CardTexts) {
  const { src, alt } = node.attrs as { src: string; alt: string };
  const file = fileOfPath(src);
  const dom = element("span", "p-picture");
  if (file) {
    const img = document.createElement("img");
    Object.assign(img, { src: file, alt: alt || texts.image, draggable: false });
    dom.append(img);
  } else {
    dom.append(element("span", "p-opaque-name", alt || texts.image), element("code", "", short(src)));
    dom.classList.add("p-opaque", "p-opaque-inline");
  }
  if (!alt && file) dom.append(element("span", "p-picture-note", texts.image));
  return { dom, ignoreMutation: () => true };
}
