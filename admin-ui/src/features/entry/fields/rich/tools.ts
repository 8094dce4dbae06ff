import {
  IconBlockquote, IconBold, IconCode, IconItalic, IconLink, IconList, IconListNumbers, IconPhoto, IconSeparator, IconSourceCode, IconStrikethrough, IconSubscript, IconSuperscript,
  IconUnderline, type Icon,
} from "@tabler/icons-react";
import type { Schema } from "@milkdown/kit/prose/model";
import type { Command, EditorState } from "@milkdown/kit/prose/state";
import { around, chosen, codeBlock, linkAt, list, mark, markIs, quote, rule } from "./commands";

/** A Tool is a button of the toolbar. Those without a command open something. */
export interface Tool {
  name: "bold" | "italic" | "underline" | "strike" | "superscript" | "subscript" | "code" | "list.bullet" | "list.ordered" | "quote" | "codeBlock" | "link" | "image" | "rule";
  icon: Icon;
  keys?: string;
  run?: Command;
  on?: (state: EditorState) => boolean;
}

const marks: [Tool["name"], Icon, string][] = [
  ["bold", IconBold, "B"], ["italic", IconItalic, "I"], ["underline", IconUnderline, "U"], ["strike", IconStrikethrough, "⇧X"], ["superscript", IconSuperscript, "."], ["subscript", IconSubscript, ","],
  ["code", IconCode, "E"],
];

/** toolsOf gives the tools that a schema has a use for, in groups. */
export function toolsOf(schema: Schema): Tool[][] {
  const inside = (name: string) => (state: EditorState) => around(state, name) !== undefined;
  const listIs = (name: string) => (state: EditorState) => around(state, "bulletList", "orderedList")?.node.type.name === name;
  const letters: Tool[] = marks.filter(([name]) => schema.marks[name]).map(([name, icon, keys]) => {
    const type = schema.marks[name];
    return { name, icon, keys, run: mark(name), on: (state) => type !== undefined && markIs(state, type) };
  });
  const blocks: Tool[] = [
    { name: "list.bullet", icon: IconList, keys: "⇧8", run: list("bulletList"), on: listIs("bulletList") },
    { name: "list.ordered", icon: IconListNumbers, keys: "⇧7", run: list("orderedList"), on: listIs("orderedList") },
    { name: "quote", icon: IconBlockquote, keys: "⇧9", run: quote, on: inside("blockquote") },
    { name: "codeBlock", icon: IconSourceCode, keys: "⌥C", run: codeBlock, on: inside("codeBlock") },
  ];
  const things: Tool[] = [
    { name: "link", icon: IconLink, keys: "K", on: (state) => linkAt(state) !== undefined },
    ...(schema.nodes.image ? [{ name: "image", icon: IconPhoto, on: (state: EditorState) => chosen(state, "image") !== undefined } as const] : []),
    { name: "rule", icon: IconSeparator, run: rule },
  ];
  return [letters, blocks, things];
}

/** looks says all that the tools show of a state: while it stays the same, typing does not draw them again. */
export function looks(state: EditorState): string {
  const { $from, from, to } = state.selection;
  const on = toolsOf(state.schema).flat().map((tool) => tool.on?.(state) ?? false);
  const cell = around(state, "tableCell", "tableHeader");
  return JSON.stringify([on, $from.parent.type.name, $from.parent.attrs.level, cell?.pos, cell && from !== to]);
}

const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** sayKeys writes a shortcut as the keyboard has it. */
export function sayKeys(keys: string): string {
  if (mac) return `⌘${keys}`;
  return `Ctrl+${keys.replace("⇧", "Shift+").replace("⌥", "Alt+")}`;
}
