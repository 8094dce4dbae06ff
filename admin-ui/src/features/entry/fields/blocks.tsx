import { ActionIcon, Button, Group, Menu, Stack, Text } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconPlus, IconTrash } from "@tabler/icons-react";
import { memo, type ReactNode, useMemo, useState } from "react";
import { language } from "../../../kit/language";
import type { Component } from "../../../kit/model";
import { useStore } from "../../../kit/store";
import { labelIn, useTexts } from "../../../kit/texts";
import { type Row, useEditing, useRows, useValue } from "../context";
import { newKey, type Path, pointer } from "../document";
import { texts } from "../texts";
import { useInTurn } from "../use-in-turn";
import { plainText } from "../words";
import { type FieldProps, Frame } from "./frame";
import { FieldInput } from "./input";
import { moved, useMoves } from "./moves";

/** How many blocks are there at once; the others follow. */
const atOnce = 20;

/** Blocks is a list of components: added, removed and ordered. */
export function Blocks({ field, path }: FieldProps) {
  const t = useTexts(texts);
  const locale = useStore(language);
  const { store, locked } = useEditing();
  const rows = useRows(path);
  const shown = useInTurn(rows, atOnce);
  const components = useMemo(() => field.components?.() ?? [], [field]);
  const nameOf = (row: Row | undefined) => (row && (labelIn(components.find((c) => c.name === row.type)?.label, locale) || row.type)) ?? "";
  const change = (next: (list: unknown[]) => unknown[]) => {
    const list = next((store.get(path) as unknown[] | undefined) ?? []);
    store.set(path, list.length > 0 ? list : undefined);
  };
  const moves = useMoves({ count: rows.length, move: (from, to) => change((list) => moved(list, from, to)), nameOf: (i) => nameOf(rows[i]), locked: locked !== false });
  return (
    <Frame field={field} path={path} group>
      <Stack gap="xs" data-coming={shown.length < rows.length || undefined} data-long={rows.length > atOnce || undefined}>
        {rows.length === 0 && <Text size="sm" c="dimmed">{t("block.empty")}</Text>}
        {shown.map((row, i) => (
          <div key={row.key} role="group" aria-label={nameOf(row)} className="p-block" {...moves.row(i)}>
            <One
              name={nameOf(row)} component={components.find((c) => c.name === row.type)} path={[...path, i]} locked={locked !== false}
              grip={moves.grip(i)} buttons={moves.buttons(i)} remove={() => change((list) => list.filter((_, j) => j !== i))}
            />
          </div>
        ))}
        {!locked && <Add components={components} add={(c) => change((list) => [...list, { $type: c.name, $key: newKey() }])} />}
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
  name: string;
  component: Component | undefined;
  path: Path;
  locked: boolean;
  grip: ReactNode;
  buttons: ReactNode;
  remove: () => void;
}

function One({ name, component, path, locked, grip, buttons, remove }: OneProps) {
  const t = useTexts(texts);
  const [open, setOpen] = useState(true);
  return (
    <>
      <Group gap={4} wrap="nowrap" className="p-block-head">
        {grip}
        <ActionIcon aria-expanded={open} aria-label={t("block.toggle", { name })} onClick={() => setOpen(!open)}>{open ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}</ActionIcon>
        <Text fw={600} size="sm">{name}</Text>
        {!open && <Words path={path} />}
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

/** Words say what a closed block holds. */
function Words({ path }: { path: Path }) {
  const [block] = useValue(path);
  return <Text size="sm" c="dimmed" truncate dir="auto">{plainText(block, "", true).slice(0, 80)}</Text>;
}

/** Inside are the fields of a block. Each reads its own value: that another block comes, goes or moves behind this one changes nothing here. */
const Inside = memo(
  ({ component, path }: { component: Component; path: Path }) => (
    <Stack gap="md" p="md" pt={4}>{component.fields.map((f) => <FieldInput key={f.name} field={f} path={[...path, f.name]} />)}</Stack>
  ),
  (before, after) => before.component === after.component && pointer(before.path) === pointer(after.path),
);
