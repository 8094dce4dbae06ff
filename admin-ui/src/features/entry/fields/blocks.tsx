import { ActionIcon, Button, Group, Menu, Stack, Text } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconPlus, IconTrash } from "@tabler/icons-react";
import { memo, type ReactNode, useMemo, useState } from "react";
import { language } from "../../../kit/language";
import type { Component } from "../../../kit/model";
import { useStore } from "../../../kit/store";
import { labelIn, useTexts } from "../../../kit/texts";
import { useEditing, useValue } from "../context";
import { newKey, type Path, pointer, type Values } from "../document";
import { texts } from "../texts";
import { plainText } from "../words";
import { type FieldProps, Frame } from "./frame";
import { FieldInput } from "./input";
import { useMoves } from "./moves";

export { moved } from "./moves";

type Block = Values & { $type: string; $key: string };

/** Blocks is a list of components: added, removed and ordered. */
export function Blocks({ field, path }: FieldProps) {
  const t = useTexts(texts);
  const locale = useStore(language);
  const { locked } = useEditing();
  const [value, set] = useValue(path);
  const list = (Array.isArray(value) ? value : []) as Block[];
  const components = useMemo(() => field.components?.() ?? [], [field]);
  const nameOf = (b: Block) => labelIn(components.find((c) => c.name === b.$type)?.label, locale) || b.$type;
  const remove = (i: number) => set(list.length > 1 ? list.filter((_, j) => j !== i) : undefined);
  const moves = useMoves({ list, put: set, nameOf, locked: locked !== false });
  return (
    <Frame field={field} path={path} group>
      <Stack gap="xs">
        {list.length === 0 && <Text size="sm" c="dimmed">{t("block.empty")}</Text>}
        {list.map((b, i) => (
          <div key={b.$key} role="group" aria-label={nameOf(b)} className="p-block" {...moves.row(i)}>
            <One
              block={b} name={nameOf(b)} component={components.find((c) => c.name === b.$type)} path={[...path, i]} locked={locked !== false}
              grip={moves.grip(i)} buttons={moves.buttons(i)} remove={() => remove(i)}
            />
          </div>
        ))}
        {!locked && <Add components={components} add={(c) => set([...list, { $type: c.name, $key: newKey() }])} />}
        {moves.said}
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
  grip: ReactNode;
  buttons: ReactNode;
  remove: () => void;
}

function One({ block, name, component, path, locked, grip, buttons, remove }: OneProps) {
  const t = useTexts(texts);
  const [open, setOpen] = useState(true);
  const words = open ? "" : plainText(Object.fromEntries(Object.entries(block).filter(([k]) => !k.startsWith("$")))).slice(0, 80);
  return (
    <>
      <Group gap={4} wrap="nowrap" className="p-block-head">
        {grip}
        <ActionIcon aria-expanded={open} aria-label={t("block.toggle", { name })} onClick={() => setOpen(!open)}>{open ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}</ActionIcon>
        <Text fw={600} size="sm">{name}</Text>
        {!open && <Text size="sm" c="dimmed" truncate dir="auto">{words}</Text>}
        {!locked && (
          <Group gap={2} ml="auto" wrap="nowrap">
            {buttons}
            <ActionIcon aria-label={t("block.remove", { name })} onClick={remove}><IconTrash size={16} /></ActionIcon>
          </Group>
        )}
      </Group>
      {open && component && <Inside component={component} path={path} />}
    </>
  );
}

/** Inside are the fields of a block. Each reads its own value: a key press in another block, which makes the list a new one, changes nothing here. */
const Inside = memo(
  ({ component, path }: { component: Component; path: Path }) => (
    <Stack gap="md" p="md" pt={4}>{component.fields.map((f) => <FieldInput key={f.name} field={f} path={[...path, f.name]} />)}</Stack>
  ),
  (before, after) => before.component === after.component && pointer(before.path) === pointer(after.path),
);
