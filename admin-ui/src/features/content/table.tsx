import { UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, type MouseEvent, useCallback, useEffect, useRef } from "react";
import { language } from "../../kit/language";
import type { ContentType } from "../../kit/model";
import { titleOf } from "../../kit/search";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Cell, CellNames, useCellNames } from "./cell";
import { columnsOf, type ListSearch, ownColumns } from "./search";
import type { Chosen } from "./selection";
import { texts } from "./texts";
import type { Listed, useList } from "./use-list";

type Pick = (index: number, row: Listed, shift: boolean) => void;

interface Props {
  search: ListSearch;
  type: ContentType;
  change: (patch: ListSearch) => void;
  list: ReturnType<typeof useList>;
  selected: ReadonlyMap<string, Chosen>;
  /** Whether all rows that are loaded are selected. */
  all: boolean;
  toggleAll: () => void;
  pick: Pick;
  /** The row to jump to; a new object is a new jump. */
  to: { row: number } | undefined;
}

const rowHeight = 53; // pixels, also in content.css
const settling = 60; // milliseconds until rows that are scrolled to are asked for: not those that only pass by

/** Table shows the rows that can be seen, of however many. */
export function Table({ search, type, change, list, selected, all, toggleAll, pick, to }: Props) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const locale = useStore(language);
  const box = useRef<HTMLDivElement>(null);
  const columns = columnsOf(search, type);
  const virtual = useVirtualizer({ count: list.total, getScrollElement: () => box.current, estimateSize: () => rowHeight, overscan: 6 });
  const items = virtual.getVirtualItems();
  const [from, until] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  const { see } = list;
  useEffect(() => {
    const timer = setTimeout(() => see(from, until), settling);
    return () => clearTimeout(timer);
  }, [see, from, until]);
  useEffect(() => {
    if (to) virtual.scrollToIndex(to.row, { align: "start" });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the virtualizer is the same throughout
  }, [to]);
  const latest = useRef(pick);
  useEffect(() => {
    latest.current = pick;
  });
  const steady = useCallback<Pick>((...row) => latest.current(...row), []);
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const names = columns.join(" ");
  const called = useCellNames();
  return (
    <section className="p-list" ref={box} data-stale={list.stale || undefined} tabIndex={0} aria-label={labelIn(type.label, locale)}>
      <table aria-rowcount={list.total + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col" className="p-check"><Box label={t("selectAll")} checked={all} part={selected.size > 0} onClick={toggleAll} /></th>
            <Head name={type.title} label={t("title")} search={search} type={type} change={change} />
            {columns.map((name) => <Head key={name} name={name} label={labelOf(name)} search={search} type={type} change={change} />)}
          </tr>
        </thead>
        <tbody>
          <CellNames.Provider value={called}>
          {above > 0 && <tr aria-hidden><td style={{ height: above }} colSpan={columns.length + 2} /></tr>}
          {items.map(({ index }) => {
            const row = list.row(index);
            if (!row) return <tr key={index} aria-rowindex={index + 2} className="p-coming"><td colSpan={columns.length + 2}><span className="p-hidden">{c("loading")}</span></td></tr>;
            return <Row key={index} index={index} row={row} type={type} names={names} locale={search.locale} selected={selected.has(row.id)} pick={steady} />;
          })}
          {below > 0 && <tr aria-hidden><td style={{ height: below }} colSpan={columns.length + 2} /></tr>}
          </CellNames.Provider>
        </tbody>
      </table>
      <span className="p-hidden">{list.stale ? c("loading") : ""}</span>
    </section>
  );

  function labelOf(name: string): string {
    const own = ownColumns.find((o) => o === name);
    return own ? t(`column.${own}`) : labelIn(type.fields.find((f) => f.name === name)?.label, locale);
  }
}

/** Box is a plain checkbox: there are many of them, and they come and go while somebody scrolls. */
function Box({ label, checked, part = false, onClick }: { label: string; checked: boolean; part?: boolean; onClick: (event: MouseEvent) => void }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current) input.current.indeterminate = part && !checked;
  }, [part, checked]);
  return <input ref={input} type="checkbox" className="p-box" aria-label={label} checked={checked} onChange={() => undefined} onClick={onClick} />;
}

interface RowProps {
  index: number;
  row: Listed;
  type: ContentType;
  /** Columns, with spaces between them: a text stays the same. */
  names: string;
  locale: string | undefined;
  selected: boolean;
  pick: Pick;
}

const Row = memo(function Row({ index, row, type, names, locale, selected, pick }: RowProps) {
  const t = useTexts(texts);
  const title = titleOf(row, type.title);
  return (
    <tr aria-rowindex={index + 2} aria-selected={selected}>
      <td className="p-check"><Box label={t("select", { title })} checked={selected} onClick={(e) => pick(index, row, e.shiftKey)} /></td>
      <th scope="row">
        <Link to="/content/$id" params={{ id: row.id }} search={{ locale }} className="p-title" dir="auto">{title}</Link>
        {row.fallback[type.title] && <span className="p-from"> {t("untranslated", { locale: row.fallback[type.title] })}</span>}
      </th>
      {names.split(" ").filter(Boolean).map((name) => <td key={name}><Cell row={row} name={name} type={type} /></td>)}
    </tr>
  );
});

interface HeadProps {
  search: ListSearch;
  type: ContentType;
  change: (patch: ListSearch) => void;
  name: string;
  label: string;
}

/** Head is the heading of a column, and sorts by it where the model allows that. */
function Head({ name, label, search, type, change }: HeadProps) {
  const t = useTexts(texts);
  const field = type.fields.find((f) => f.name === name);
  const able = name === "updatedAt" || field?.sortable === true;
  const sort = search.sort ?? "-updatedAt";
  const order = sort === name ? "ascending" : sort === `-${name}` ? "descending" : undefined;
  if (!able) return <th scope="col">{label}</th>;
  return (
    <th scope="col" aria-sort={order ?? "none"}>
      <UnstyledButton className="p-sort" title={t("sort", { column: label })} onClick={() => change({ sort: order === "descending" ? name : `-${name}` })}>
        {label} {order === "ascending" && <IconArrowUp size={14} aria-hidden />}{order === "descending" && <IconArrowDown size={14} aria-hidden />}
      </UnstyledButton>
    </th>
  );
}
