import { ActionIcon } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconGripVertical } from "@tabler/icons-react";
import { type DragEvent, type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { useTexts } from "../../../kit/texts";
import { texts } from "../texts";

/** moved gives a list with one of its parts at another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const copy = [...list];
  const [one] = copy.splice(from, 1);
  if (one !== undefined) copy.splice(to, 0, one);
  return copy;
}

interface Options {
  /** How many rows there are. */
  count: number;
  /** Puts a row in another's place. */
  move: (from: number, to: number) => void;
  nameOf: (index: number) => string;
  locked: boolean;
}

/** The parts that a list needs, whose rows are moved by pointer, by buttons and by Alt+arrow keys. */
export interface Moves {
  /** Properties of the element of a row. */
  row: (index: number) => RowProps;
  grip: (index: number) => ReactNode;
  buttons: (index: number) => ReactNode;
  /** Says aloud what was moved; stands once behind the rows. */
  said: ReactNode;
}

interface RowProps {
  ref: (element: HTMLElement | null) => void;
  "data-dragged": true | undefined;
  onDragOver: (event: DragEvent) => void;
  onDrop: (event: DragEvent) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

const stops = "button, input, textarea, [contenteditable=true]";

/** useMoves orders a list. Rows that stand inside of another such list move in their own one. */
export function useMoves({ count, move: put, nameOf, locked }: Options): Moves {
  const t = useTexts(texts);
  const [dragged, setDragged] = useState<number>();
  const [said, setSaid] = useState("");
  const rows = useRef<(HTMLElement | null)[]>([]);
  const move = (from: number, to: number) => {
    if (locked || to < 0 || to >= count || from === to) return;
    const at = [...(rows.current[from]?.querySelectorAll<HTMLElement>(stops) ?? [])].indexOf(document.activeElement as HTMLElement);
    const name = nameOf(from);
    put(from, to);
    setSaid(t("block.moved", { name, n: to + 1, total: count }));
    if (at !== -1) requestAnimationFrame(() => focusIn(rows.current[to], at));
  };
  const row = (i: number): RowProps => ({
    ref: (element) => {
      rows.current[i] = element;
    },
    "data-dragged": dragged === i || undefined,
    onDragOver: (event) => dragged !== undefined && event.preventDefault(),
    onDrop: (event) => {
      if (dragged === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      move(dragged, i);
      setDragged(undefined);
    },
    onKeyDown: (event) => {
      const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
      if (!step || locked || !event.currentTarget.contains(event.target as Node)) return; // what stands in a dialog over it is not meant
      event.preventDefault();
      event.stopPropagation();
      move(i, i + step);
    },
  });
  const grip = (i: number) => locked ? null : (
    <span className="p-grip" draggable title={t("block.handle", { name: nameOf(i) })} onDragStart={(e) => { e.stopPropagation(); setDragged(i); }} onDragEnd={() => setDragged(undefined)}>
      <IconGripVertical size={16} aria-hidden />
    </span>
  );
  const buttons = (i: number) => locked ? null : (
    <>
      <ActionIcon aria-label={t("block.up", { name: nameOf(i) })} {...end(i === 0 && t("block.first"))} onClick={() => move(i, i - 1)}><IconChevronUp size={16} /></ActionIcon>
      <ActionIcon aria-label={t("block.down", { name: nameOf(i) })} {...end(i === count - 1 && t("block.last"))} onClick={() => move(i, i + 1)}><IconChevronDown size={16} /></ActionIcon>
    </>
  );
  return { row, grip, buttons, said: <span className="p-hidden" role="status">{said}</span> };
}

/** end says why a button moves nothing. It stays in the order of the keyboard. */
const end = (reason: string | false) => (reason ? { "aria-disabled": true, title: reason, className: "p-end" } : {});

/** focusIn goes on where the person was, in the row's new place. */
const focusIn = (row: HTMLElement | null | undefined, at: number) => [...(row?.querySelectorAll<HTMLElement>(stops) ?? [])][at]?.focus();
