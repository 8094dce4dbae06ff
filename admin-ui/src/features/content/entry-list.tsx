import { Button, Checkbox, Loader, Text, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconFileText } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { language } from "../../kit/language";
import type { ContentType } from "../../kit/model";
import { titleOf } from "../../kit/search";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Failed, Loading, Note } from "../../kit/ui/states";
import { BulkBar } from "./bulk-bar";
import { Cell } from "./cell";
import { columnsOf, type ListSearch, ownColumns } from "./search";
import { pick, type Selection } from "./selection";
import { texts } from "./texts";
import { type Listed, useList } from "./use-list";

interface Props {
  search: ListSearch;
  type: ContentType;
  change: (patch: ListSearch) => void;
}

const rowHeight = 53; // pixels, also in content.css

/** EntryList is the table. It holds the rows that can be seen, and reads on as somebody scrolls. */
export function EntryList({ search, type, change }: Props) {
  const t = useTexts(texts);
  const locale = useStore(language);
  const list = useList(search, type, locale);
  const rows = useMemo(() => list.data?.pages.flatMap((p) => p.rows) ?? [], [list.data]);
  const total = list.data?.pages[0]?.total ?? 0;
  const [selection, setSelection] = useState<Selection>({ ids: new Set(), last: undefined });
  const clear = useCallback(() => setSelection({ ids: new Set(), last: undefined }), []);
  const chosen = useMemo(() => rows.filter((r) => selection.ids.has(r.id)), [rows, selection]);
  if (list.error) return <Failed error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  if (rows.length === 0) return <Nothing search={search} change={change} />;
  return (
    <>
      <Table
        search={search} type={type} change={change} rows={rows} total={total} selection={selection} setSelection={setSelection} stale={list.isPlaceholderData}
        more={() => list.hasNextPage && !list.isFetchingNextPage && void list.fetchNextPage()}
      />
      <div className="p-foot">
        <Text size="sm" c="dimmed" role="status">{t("count", { n: total })}</Text>
        {list.isFetching && <Loader size="xs" />}
      </div>
      {chosen.length > 0 && <BulkBar rows={chosen} field={type.title} trash={search.trash === true} clear={clear} />}
    </>
  );
}

function Nothing({ search, change }: Pick<Props, "search" | "change">) {
  const t = useTexts(texts);
  const narrowed = search.q || search.status?.length || search.filter?.length || search.space;
  if (narrowed) {
    const reset = <Button variant="default" onClick={() => change({ q: "", status: [], filter: [], space: "" })}>{t("filter.clear")}</Button>;
    return <Note icon={IconFileText} title={t("noMatch")} action={reset}>{t("noMatch.help")}</Note>;
  }
  if (search.trash) return <Note icon={IconFileText} title={t("trash.empty")} />;
  return <Note icon={IconFileText} title={t("empty")}>{t("empty.help")}</Note>;
}

interface TableProps extends Props {
  rows: Listed[];
  total: number;
  selection: Selection;
  setSelection: (next: Selection) => void;
  stale: boolean;
  more: () => void;
}

function Table({ search, type, change, rows, total, selection, setSelection, stale, more }: TableProps) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const locale = useStore(language);
  const box = useRef<HTMLDivElement>(null);
  const columns = columnsOf(search, type);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => box.current, estimateSize: () => rowHeight, overscan: 12 });
  const items = virtual.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastSeen > rows.length - 30) more();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- "more" is new with every render
  }, [lastSeen, rows.length]);
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const all = rows.length > 0 && rows.every((r) => selection.ids.has(r.id));
  const toggleAll = () => setSelection({ ids: new Set(all ? [] : rows.map((r) => r.id)), last: undefined });
  return (
    <section className="p-list" ref={box} data-stale={stale || undefined} tabIndex={0} aria-label={labelIn(type.label, locale)}>
      <table aria-rowcount={total + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col" className="p-check">
              <Checkbox aria-label={t("selectAll")} checked={all} indeterminate={!all && selection.ids.size > 0} onChange={toggleAll} />
            </th>
            <Head name={type.title} label={t("title")} search={search} type={type} change={change} />
            {columns.map((name) => <Head key={name} name={name} label={labelOf(name)} search={search} type={type} change={change} />)}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <tr aria-hidden><td style={{ height: above }} colSpan={columns.length + 2} /></tr>}
          {items.map(({ index }) => {
            const row = rows[index];
            if (!row) return null;
            const title = titleOf(row, type.title);
            return (
              <tr key={row.id} aria-rowindex={index + 2} aria-selected={selection.ids.has(row.id)}>
                <td className="p-check">
                  <Checkbox aria-label={t("select", { title })} checked={selection.ids.has(row.id)} onChange={() => undefined} onClick={(e) => setSelection(pick(selection, rows.map((r) => r.id), row.id, e.shiftKey))} />
                </td>
                <th scope="row">
                  <Link to="/content/$id" params={{ id: row.id }} search={{ locale: search.locale }} className="p-title" dir="auto">{title}</Link>
                  {row.fallback[type.title] && <Text span size="xs" c="dimmed"> {t("untranslated", { locale: row.fallback[type.title] })}</Text>}
                </th>
                {columns.map((name) => <td key={name}><Cell row={row} name={name} type={type} /></td>)}
              </tr>
            );
          })}
          {below > 0 && <tr aria-hidden><td style={{ height: below }} colSpan={columns.length + 2} /></tr>}
        </tbody>
      </table>
      <span className="p-hidden">{stale ? c("loading") : ""}</span>
    </section>
  );

  function labelOf(name: string): string {
    const own = ownColumns.find((o) => o === name);
    return own ? t(`column.${own}`) : labelIn(type.fields.find((f) => f.name === name)?.label, locale);
  }
}

interface HeadProps extends Props {
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
