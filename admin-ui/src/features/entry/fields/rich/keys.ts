import { baseKeymap, chainCommands, exitCode } from "@milkdown/kit/prose/commands";
import { redo, undo } from "@milkdown/kit/prose/history";
import { type InputRule, InputRule as Rule, inputRules, textblockTypeInputRule, wrappingInputRule } from "@milkdown/kit/prose/inputrules";
import { keymap } from "@milkdown/kit/prose/keymap";
import type { MarkType, Schema } from "@milkdown/kit/prose/model";
import { liftListItem, sinkListItem, splitListItem } from "@milkdown/kit/prose/schema-list";
import { type Command, Plugin } from "@milkdown/kit/prose/state";
import { goToNextCell, isInTable } from "@milkdown/kit/prose/tables";
import { around, codeBlock, list, mark, quote, style } from "./commands";
import { startOf } from "./specs";

/** What a key does that the text itself cannot: open a dialog, go to the tools. */
export interface Doors {
  link: () => void;
  tools: () => void;
}

const opened = (open: () => void): Command => () => {
  open();
  return true;
};

const lineBreak: Command = (state, dispatch) => {
  const type = state.schema.nodes.hardBreak;
  const { parent } = state.selection.$from;
  if (!type || !parent.type.contentMatch.matchType(type)) return false;
  dispatch?.(state.tr.replaceSelectionWith(type.create()).scrollIntoView());
  return true;
};

/** Cells that hold one line only have no second paragraph: Enter goes to the row below. */
const cellBelow: Command = (state, dispatch) => {
  const cell = around(state, "tableCell", "tableHeader");
  const row = around(state, "tableRow");
  if (!cell || !row || cell.node.type.spec.content !== "paragraph") return false;
  const columns = row.node.childCount;
  let next = state;
  for (let i = 0; i < columns; i++) if (!goToNextCell(1)(next, (tr) => { next = next.apply(tr); })) return true;
  dispatch?.(state.tr.setSelection(next.selection).scrollIntoView());
  return true;
};

/** keys are the keyboard's tools. ⌘Enter and ⌘S stay those of the form. */
export function keys(schema: Schema, doors: Doors): Plugin[] {
  const item = schema.nodes.listItem;
  const { "Mod-Enter": _, ...base } = baseKeymap;
  const all: Record<string, Command | undefined> = {
    "Mod-z": undo, "Shift-Mod-z": redo, "Mod-y": redo,
    "Mod-b": mark("bold"), "Mod-i": mark("italic"), "Mod-u": mark("underline"), "Mod-Shift-x": mark("strike"), "Mod-e": mark("code"),
    "Mod-.": mark("superscript"), "Mod-,": mark("subscript"),
    "Mod-Alt-0": style("paragraph"), "Mod-Alt-1": style("paragraph"), "Mod-Alt-2": style("heading", { level: 2 }), "Mod-Alt-3": style("heading", { level: 3 }), "Mod-Alt-4": style("heading", { level: 4 }),
    "Mod-Shift-7": list("orderedList"), "Mod-Shift-8": list("bulletList"), "Mod-Shift-9": quote, "Mod-Alt-c": codeBlock,
    "Mod-k": opened(doors.link), "Alt-F10": opened(doors.tools),
    Enter: chainCommands(cellBelow, ...(item ? [splitListItem(item)] : [])),
    "Shift-Enter": chainCommands(exitCode, lineBreak),
    Tab: chainCommands(goToNextCell(1), ...(item ? [sinkListItem(item)] : [])),
    "Shift-Tab": chainCommands(goToNextCell(-1), ...(item ? [liftListItem(item)] : [])),
    "Mod-]": item && sinkListItem(item), "Mod-[": item && liftListItem(item),
    Backspace: item && ((state, dispatch) => atStart(state) && liftListItem(item)(state, dispatch)),
  };
  const there = Object.fromEntries(Object.entries(all).filter((entry): entry is [string, Command] => entry[1] !== undefined));
  return [wayOut(), keymap(there), keymap(base), rules(schema)];
}

/** At the start of a list's first item, Backspace ends the list before it does anything else. */
const atStart: Command = (state) => {
  const { $from, empty } = state.selection;
  return empty && $from.parentOffset === 0 && $from.depth > 1 && $from.node(-1).type.name === "listItem" && $from.index(-1) === 0 && !isInTable(state);
};

/** Keys with ⌘ that work in the text and must not reach the form: its own undo, and the palette. */
const own = ["z", "y", "k"];

/** wayOut lets nobody be caught: after Escape, Tab leaves the text, whatever it does in it otherwise. */
function wayOut(): Plugin {
  let leaving = false;
  return new Plugin({
    props: {
      handleDOMEvents: {
        keydown: (_view, event) => {
          if ((event.metaKey || event.ctrlKey) && own.includes(event.key.toLowerCase())) event.stopPropagation();
          if (event.key === "Tab" && leaving) return true; // the browser alone handles it
          if (event.key !== "Shift") leaving = event.key === "Escape";
          return false;
        },
        blur: () => {
          leaving = false;
          return false;
        },
      },
    },
  });
}

/** rules make formatting of the signs that people type for it. */
function rules(schema: Schema): Plugin {
  const { heading, bulletList, orderedList, blockquote, codeBlock: code, horizontalRule } = schema.nodes;
  const { bold, italic, strike, code: inlineCode, link } = schema.marks;
  const all: (InputRule | undefined)[] = [
    heading && textblockTypeInputRule(/^(#{2,4})\s$/, heading, (match) => ({ level: match[1]?.length ?? 2 })),
    bulletList && wrappingInputRule(/^[-*+]\s$/, bulletList),
    orderedList && wrappingInputRule(/^(\d{1,6})\.\s$/, orderedList, (match) => ({ start: startOf(match[1] ?? "") }), () => false),
    blockquote && wrappingInputRule(/^>\s$/, blockquote),
    code && textblockTypeInputRule(/^```([\w+#.-]{0,40})\s$/, code, (match) => ({ language: match[1] || null })),
    horizontalRule && new Rule(/^---$/, (state, _match, start, end) => {
      const { $from } = state.selection;
      if ($from.depth !== 1) return null;
      const { tr } = state;
      return tr.delete(start, end).insert(tr.mapping.map($from.before()), horizontalRule.create());
    }),
    bold && around2(/(?:^|[\s(])(\*\*|__)([^\s*_](?:[^*_]*[^\s*_])?)\1$/, bold),
    italic && around2(/(?:^|[\s(])(\*|_)([^\s*_](?:[^*_]*[^\s*_])?)\1$/, italic),
    strike && around2(/(?:^|[\s(])(~~)([^\s~](?:[^~]*[^\s~])?)\1$/, strike),
    inlineCode && around2(/(?:^|[\s(])(`)([^`]+)\1$/, inlineCode),
    link && new Rule(/(?:^|[\s(])(https:\/\/[^\s<>"]{4,})(\s)$/, (state, match, start, end) => {
      const [whole = "", found = "", space = " "] = match;
      const href = found.replace(/[.,;:!?)]+$/, "");
      const from = start + whole.indexOf(found);
      if (state.doc.rangeHasMark(from, from + href.length, link)) return null;
      return state.tr.insertText(space, end).addMark(from, from + href.length, link.create({ href }));
    }),
  ];
  return inputRules({ rules: all.filter((rule) => rule !== undefined) });
}

/** around2 makes a rule of signs before and behind: **bold**. */
function around2(pattern: RegExp, type: MarkType): InputRule {
  return new Rule(pattern, (state, match, start, end) => {
    const [whole = "", sign = "", words = ""] = match;
    const { $from } = state.selection;
    if (!words || !$from.parent.type.allowsMarkType(type) || $from.parent.type.spec.code) return null;
    const from = start + whole.indexOf(sign);
    const { tr } = state;
    if (end > from + sign.length + words.length) tr.delete(from + sign.length + words.length, end);
    tr.delete(from, from + sign.length);
    return tr.addMark(from, from + words.length, type.create()).removeStoredMark(type);
  }, { inCodeMark: false });
}
