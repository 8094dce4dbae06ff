import { ActionIcon, Button, Group, Menu, Stack, Text } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconChevronUp, IconGripVertical, IconPlus, IconTrash } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import { language } from "../../../kit/language";
import type { Component } from "../../../kit/model";
import { useStore } from "../../../kit/store";
import { labelIn, useTexts } from "../../../kit/texts";
import { useEditing, useValue } from "../context";
import type { Path, Values } from "../document";
import { texts } from "../texts";
import { plainText } from "../words";
import { type FieldProps, Frame } from "./frame";
import { FieldInput } from "./input";

type Block = Values & { $type: string; $key: string };

/** newKey gives a key that no other block of the list has. */
export function newKey(list: { $key?: string }[]): string {
  const used = new Set(list.map((b) => b.$key));
  for (let n = list.length + 1; ; n++) if (!used.has(`b${n}`)) return `b${n}`;
}

/** moved gives a list with one of its parts at another place. */
export function moved<T>(list: T[], from: number, to: number): T[] {
  const copy = [...list];
  const [one] = copy.splice(from, 1);
  if (one !== undefined) copy.splice(to, 0, one);
  return copy;
}

/** Blocks is a list of components: added, removed, dragged by pointer, and moved by buttons and by Alt+arrow keys. */
export function Blocks({ field, path }: FieldProps) {
  const t = useTexts(texts);
  const locale = useStore(language);
  const { locked } = useEditing();
  const [value, set] = useValue(path);
  const list = (Array.isArray(value) ? value : []) as Block[];
  const components = field.components?.() ?? [];
  const [dragged, setDragged] = useState<number>();
  const [said, setSaid] = useState("");
  const nameOf = (b: Block) => labelIn(components.find((c) => c.name === b.$type)?.label, locale) || b.$type;
  const move = (from: number, to: number) => {
    const one = list[from];
    if (!one || to < 0 || to >= list.length || from === to) return;
    set(moved(list, from, to));
    setSaid(t("block.moved", { name: nameOf(one), n: to + 1, total: list.length }));
  };
  const remove = (i: number) => set(list.length > 1 ? list.filter((_, j) => j !== i) : undefined);
  const drop = (event: DragEvent, i: number) => {
    event.preventDefault();
    if (dragged !== undefined) move(dragged, i);
    setDragged(undefined);
  };
  return (
    <Frame field={field} path={path} group>
      <Stack gap="xs">
        {list.length === 0 && <Text size="sm" c="dimmed">{t("block.empty")}</Text>}
        {list.map((b, i) => (
          <div
            key={b.$key} role="group" aria-label={nameOf(b)} className="p-block" data-dragged={dragged === i || undefined} onDragOver={(e) => dragged !== undefined && e.preventDefault()} onDrop={(e) => drop(e, i)}
            onKeyDown={(e) => {
              const step = e.altKey ? { ArrowUp: -1, ArrowDown: 1 }[e.key] : undefined;
              if (!step || locked) return;
              e.preventDefault();
              move(i, i + step);
            }}
          >
            <One
              block={b} name={nameOf(b)} component={components.find((c) => c.name === b.$type)} path={[...path, i]} locked={locked !== false} first={i === 0} last={i === list.length - 1}
              up={() => move(i, i - 1)} down={() => move(i, i + 1)} remove={() => remove(i)} grab={() => setDragged(i)} release={() => setDragged(undefined)}
            />
          </div>
        ))}
        {!locked && <Add components={components} add={(c) => set([...list, { $type: c.name, $key: newKey(list) }])} />}
        <span className="p-hidden" role="status">{said}</span>
      </Stack>
    </Frame>
  );
}

function Add({ components, add }: { components: Component[]; add: (c: Component) => void }) {
  const t = useTexts(texts);
  const locale = useStore(language);
  const [only] = components;
  if (only && components.length === 1) {
    return <div><Button size="sm" variant="default" leftSection={<IconPlus size={16} />} onClick={() => add(only)}>{t("block.add", { name: labelIn(only.label, locale) })}</Button></div>;
  }
  return (
    <Menu position="bottom-start">
      <Menu.Target><Button w="fit-content" size="sm" variant="default" leftSection={<IconPlus size={16} />}>{t("block.choose")}</Button></Menu.Target>
      <Menu.Dropdown>{components.map((c) => <Menu.Item key={c.name} onClick={() => add(c)}>{labelIn(c.label, locale) || c.name}</Menu.Item>)}</Menu.Dropdown>
    </Menu>
  );
}

interface OneProps {
  block: Block;
  name: string;
  component: Component | undefined;
  path: Path;
  locked: boolean;
  first: boolean;
  last: boolean;
  up: () => void;
  down: () => void;
  remove: () => void;
  grab: () => void;
  release: () => void;
}

function One({ block, name, component, path, locked, first, last, up, down, remove, grab, release }: OneProps) {
  const t = useTexts(texts);
  const [open, setOpen] = useState(true);
  const words = plainText(Object.fromEntries(Object.entries(block).filter(([k]) => !k.startsWith("$")))).slice(0, 80);
  return (
    <>
      <Group gap={4} wrap="nowrap" className="p-block-head">
        {!locked && <span className="p-grip" draggable onDragStart={grab} onDragEnd={release} title={t("block.handle", { name })}><IconGripVertical size={16} aria-hidden /></span>}
        <ActionIcon aria-expanded={open} aria-label={t("block.toggle", { name })} onClick={() => setOpen(!open)}>{open ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}</ActionIcon>
        <Text fw={600} size="sm">{name}</Text>
        {!open && <Text size="sm" c="dimmed" truncate dir="auto">{words}</Text>}
        {!locked && (
          <Group gap={2} ml="auto" wrap="nowrap">
            <ActionIcon aria-label={t("block.up", { name })} disabled={first} onClick={up}><IconChevronUp size={16} /></ActionIcon>
            <ActionIcon aria-label={t("block.down", { name })} disabled={last} onClick={down}><IconChevronDown size={16} /></ActionIcon>
            <ActionIcon aria-label={t("block.remove", { name })} onClick={remove}><IconTrash size={16} /></ActionIcon>
          </Group>
        )}
      </Group>
      {open && component && <Stack gap="md" p="md" pt={4}>{component.fields.map((f) => <FieldInput key={f.name} field={f} path={[...path, f.name]} />)}</Stack>}
    </>
  );
}
