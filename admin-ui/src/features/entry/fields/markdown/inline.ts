import type { PhrasingContent } from "mdast";
import type { Mark, Node } from "@milkdown/kit/prose/model";

/** A Run is a piece of a line with the marks that it still has to be put into. */
interface Run {
  marks: readonly Mark[];
  /** "" where the run is a node of its own. */
  text: string;
  node: Node;
}

/** inline gives what stands in a line or paragraph, marks as elements inside one another. */
export function inline(parent: Node): PhrasingContent[] {
  return nest(trimmed(spaced(parent.content.content.map((node) => ({ marks: node.marks, text: node.text ?? "", node })))));
}

const isCode = (run: Run) => run.marks.some((mark) => mark.type.name === "code");
const isSpace = (run: Run) => run.text !== "" && run.text.trim() === "" && !isCode(run);
const isBlank = (run: Run) => isSpace(run) && !/[^ \t\n]/.test(run.text); // a no-break space is something
const isBreak = (run: Run) => run.node.type.name === "hardBreak";

/** spaced takes marks off the spaces at their ends: **bold **word would be no bold. A space has the marks of both its neighbours. */
function spaced(runs: Run[]): Run[] {
  const pieces = runs.flatMap((run) => {
    if (run.text === "" || isCode(run)) return [run];
    const [, lead = "", core = "", tail = ""] = /^(\s*)(.*?)(\s*)$/s.exec(run.text) ?? [];
    return [lead, core, tail].filter((text) => text !== "").map((text) => ({ ...run, text }));
  });
  return pieces.map((run, i) => {
    if (!isSpace(run) && !isBreak(run)) return run;
    const solid = (r: Run) => !isSpace(r) && !isBreak(r);
    const left = pieces.slice(0, i).findLast(solid)?.marks ?? [];
    const right = pieces.slice(i + 1).find(solid)?.marks ?? [];
    return { ...run, marks: run.marks.filter((mark) => mark.isInSet(left) && mark.isInSet(right)) };
  });
}

/** trimmed leaves out spaces and breaks at the ends of a line, which Markdown cannot say. */
function trimmed(runs: Run[]): Run[] {
  const start = runs.findIndex((run) => !isBlank(run) && !isBreak(run));
  const end = runs.findLastIndex((run) => !isBlank(run) && !isBreak(run));
  if (start === -1) return [];
  const inside = runs.slice(start, end + 1);
  return inside.filter((run, i) => !isBlank(run) || !((inside[i - 1] && isBreak(inside[i - 1] as Run)) || (inside[i + 1] && isBreak(inside[i + 1] as Run))));
}

/** nest puts runs into elements: of the marks of the first run, the one that reaches furthest is outside. */
function nest(runs: Run[]): PhrasingContent[] {
  const out: PhrasingContent[] = [];
  for (let i = 0; i < runs.length; ) {
    const first = runs[i] as Run;
    const reach = (mark: Mark) => {
      let end = i;
      while (runs[end]?.marks.some((m) => m.eq(mark))) end++;
      return end;
    };
    const outer = first.marks.filter((mark) => mark.type.name !== "code").map((mark) => ({ mark, end: reach(mark) })).sort((a, b) => b.end - a.end)[0];
    if (!outer) {
      let end = i + 1;
      let { text } = first;
      while (text !== "" && runs[end] && runs[end]?.text !== "" && isCode(runs[end] as Run) === isCode(first) && (runs[end]?.marks.length ?? 0) === first.marks.length) text += runs[end++]?.text;
      out.push(leaf(first, text));
      i = end;
      continue;
    }
    const inside = runs.slice(i, outer.end).map((run) => ({ ...run, marks: run.marks.filter((mark) => !mark.eq(outer.mark)) }));
    out.push(element(outer.mark, nest(inside)));
    i = outer.end;
  }
  return out;
}

function leaf(run: Run, text: string): PhrasingContent {
  const { attrs, type } = run.node;
  if (isCode(run)) return { type: "inlineCode", value: text };
  if (text !== "") return { type: "text", value: text.replace(/\s*\n\s*/g, " ") };
  if (type.name === "hardBreak") return { type: "break" };
  if (type.name === "image") return { type: "image", url: String(attrs.src), alt: String(attrs.alt), title: attrs.title as string | null };
  return { type: "html", value: String(attrs.kept) };
}

function element(mark: Mark, children: PhrasingContent[]): PhrasingContent {
  switch (mark.type.name) {
    case "bold": return { type: "strong", children };
    case "italic": return { type: "emphasis", children };
    case "strike": return { type: "delete", children };
    default: return { type: "link", url: String(mark.attrs.href), title: mark.attrs.title as string | null, children: children as never };
  }
}
