import { Text } from "@mantine/core";
import { DOMSerializer, type Node } from "@milkdown/kit/prose/model";
import { useLayoutEffect, useMemo, useRef } from "react";
import { useTexts } from "../../../kit/texts";
import { texts as entryTexts } from "../texts";
import { read as readMarkdown } from "./markdown/read";
import { read as readRich } from "./rich/json";
import { type CardTexts, nodeViews } from "./rich/views";
import { texts } from "./texts";
import { directionOf } from "./writing";

/** Reading shows Markdown or rich text beside the field that it is translated in, as it looks. */
export default function Reading({ value, kind, locale }: { value: unknown; kind: string; locale: string }) {
  const t = useTexts(texts);
  const e = useTexts(entryTexts);
  const host = useRef<HTMLDivElement>(null);
  const doc = useMemo(() => (kind === "markdown" ? readMarkdown(typeof value === "string" ? value : "") : readRich(value)), [value, kind]);
  const empty = !doc || (doc.childCount === 1 && doc.firstChild?.childCount === 0);
  useLayoutEffect(() => {
    if (doc && !empty) host.current?.replaceChildren(elements(doc, { opaque: t("opaque"), image: t("image.none") }));
  }, [doc, empty, t]);
  if (empty) return <Text span c="dimmed" size="sm">{e("empty")}</Text>;
  return <div ref={host} className="p-prose p-prose-read" dir={directionOf(locale)} />;
}

/** elements builds what a document looks like; links in it lead nowhere, as in the editor. */
function elements(doc: Node, said: CardTexts): DocumentFragment {
  const views = nodeViews(() => said);
  const plain = DOMSerializer.fromSchema(doc.type.schema);
  const nodes = { ...plain.nodes };
  for (const name of Object.keys(views)) {
    const view = views[name];
    if (nodes[name] && view) nodes[name] = (node) => ({ dom: view(node, undefined as never, () => 0, [], undefined as never).dom });
  }
  const marks = { ...plain.marks, link: () => ["span", { class: "p-link" }, 0] as const };
  return new DOMSerializer(nodes, marks as never).serializeFragment(doc.content) as DocumentFragment;
}
