import { ActionIcon, Menu, Tooltip, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconTable } from "@tabler/icons-react";
import type { Command, EditorState } from "@milkdown/kit/prose/state";
import * as tables from "@milkdown/kit/prose/tables";
import { type KeyboardEvent, type ReactNode, useMemo, useState } from "react";
import { useTexts } from "../../../../kit/texts";
import { texts } from "../texts";
import { around, newTable, style } from "./commands";
import { align } from "./table";
import { sayKeys, type Tool, toolsOf } from "./tools";

interface Props {
  state: EditorState;
  run: (command: Command) => void;
  open: (what: "link" | "image") => void;
  /** Back to the text. */
  leave: () => void;
  end?: ReactNode;
}

/** Toolbar is one stop of the Tab key; arrow keys go through it. */
export function Toolbar({ state, run, open, leave, end }: Props) {
  const t = useTexts(texts);
  const groups = useMemo(() => toolsOf(state.schema), [state.schema]);
  const [at, setAt] = useState("style");
  const stop = (name: string) => ({ "data-tool": name, tabIndex: at === name ? 0 : -1, onFocus: () => setAt(name), onMouseDown: (e: { preventDefault: () => void }) => e.preventDefault() });
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === "Escape" && !event.defaultPrevented) return leave();
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-tool]")];
    const here = all.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: all.length - 1 }[event.key];
    if (here === -1 || next === undefined) return undefined;
    event.preventDefault();
    all[(next + all.length) % all.length]?.focus();
    return undefined;
  };
  const press = (tool: Tool) => (tool.run ? run(tool.run) : open(tool.name === "image" ? "image" : "link"));
  return (
    <div className="p-tools-row">
      <div className="p-toolbar" role="toolbar" tabIndex={-1} aria-label={t("tools")} dir="ltr" onKeyDown={onKeyDown}>
        <Styles state={state} run={run} stop={stop("style")} />
        {groups.map((group) => (
          <div key={group[0]?.name} className="p-tool-group">
            {group.map((tool) => {
              const on = tool.on?.(state) ?? false;
              const label = t(tool.name);
              return (
                <Tooltip key={tool.name} label={tool.keys ? `${label} (${sayKeys(tool.keys)})` : label}>
                  <ActionIcon {...stop(tool.name)} size={26} aria-label={label} aria-pressed={tool.on ? on : undefined} data-on={on || undefined} className="p-tool" onClick={() => press(tool)}><tool.icon size={17} /></ActionIcon>
                </Tooltip>
              );
            })}
            {group[0]?.name === "link" && <Tables state={state} run={run} stop={stop("table")} />}
          </div>
        ))}
      </div>
      {end}
    </div>
  );
}

interface PartProps {
  state: EditorState;
  run: (command: Command) => void;
  stop: object;
}

/** Styles says what the line is, and makes it something else. */
function Styles({ state, run, stop }: PartProps) {
  const t = useTexts(texts);
  const level = around(state, "heading")?.node.attrs.level as number | undefined;
  const now = level ? t("heading.n", { n: level }) : around(state, "codeBlock") ? t("codeBlock") : t("paragraph");
  return (
    <Menu position="bottom-start" returnFocus={false}>
      <Menu.Target>
        <UnstyledButton {...stop} className="p-tool p-tool-style" aria-label={`${t("style")}: ${now}`}>{now} <IconChevronDown size={14} aria-hidden /></UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => run(style("paragraph"))} rightSection={<Keys keys="⌥0" />}>{t("paragraph")}</Menu.Item>
        {[2, 3, 4].map((n) => <Menu.Item key={n} className={`p-style-${n}`} onClick={() => run(style("heading", { level: n }))} rightSection={<Keys keys={`⌥${n}`} />}>{t("heading.n", { n })}</Menu.Item>)}
      </Menu.Dropdown>
    </Menu>
  );
}

const Keys = ({ keys }: { keys: string }) => <kbd className="p-keys">{sayKeys(keys)}</kbd>;

/** Tables puts a table in, and works on the one that the cursor is in. */
function Tables({ state, run, stop }: PartProps) {
  const t = useTexts(texts);
  const inside = tables.isInTable(state);
  const button = { ...stop, size: 26, className: "p-tool", "aria-label": t("table") };
  if (!inside) return <Tooltip label={t("table")}><ActionIcon {...button} onClick={() => run(newTable)}><IconTable size={17} /></ActionIcon></Tooltip>;
  const aligned = state.schema.nodes.tableCell?.spec.attrs?.align !== undefined;
  const items: [Parameters<typeof t>[0], Command][] = [
    ["table.row.before", tables.addRowBefore], ["table.row.after", tables.addRowAfter], ["table.column.before", tables.addColumnBefore], ["table.column.after", tables.addColumnAfter],
    ...(aligned
      ? ([["table.align.left", align("left")], ["table.align.center", align("center")], ["table.align.right", align("right")]] as [Parameters<typeof t>[0], Command][])
      : ([["table.header.row", tables.toggleHeaderRow], ["table.header.column", tables.toggleHeaderColumn]] as [Parameters<typeof t>[0], Command][])),
    ["table.row.remove", tables.deleteRow], ["table.column.remove", tables.deleteColumn], ["table.remove", tables.deleteTable],
  ];
  return (
    <Menu position="bottom-start" returnFocus={false}>
      <Menu.Target><ActionIcon {...button} data-on><IconTable size={17} /></ActionIcon></Menu.Target>
      <Menu.Dropdown>{items.map(([name, command]) => <Menu.Item key={name} disabled={!command(state)} onClick={() => run(command)}>{t(name)}</Menu.Item>)}</Menu.Dropdown>
    </Menu>
  );
}
