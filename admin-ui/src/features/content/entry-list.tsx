import { Button, Loader, NumberInput, Text } from "@mantine/core";
import { IconFileText } from "@tabler/icons-react";
import { useCallback, useMemo, useState } from "react";
import { language } from "../../kit/language";
import type { ContentType } from "../../kit/model";
import { useNotify } from "../../kit/notify";
import { titleOf } from "../../kit/search";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { Failed, Loading, Note } from "../../kit/ui/states";
import { BulkBar } from "./bulk-bar";
import { type ListSearch, narrowed, queryOf } from "./search";
import { type Chosen, extend, none, toggle } from "./selection";
import { Table } from "./table";
import { texts } from "./texts";
import { type Listed, mostRows, useList } from "./use-list";
import { useLocales } from "./use-locales";

interface Props {
  search: ListSearch;
  type: ContentType;
  change: (patch: ListSearch) => void;
}

/** EntryList is the list with what is selected in it. It holds the rows around those that can be seen, wherever in the list that is. */
export function EntryList({ search, type, change }: Props) {
  const t = useTexts(texts);
  const notify = useNotify();
  const locale = useStore(language);
  const locales = useLocales(undefined);
  const body = useMemo(() => queryOf(search, type, locale, locales), [search, type, locale, locales]);
  const list = useList(body);
  const [selection, setSelection] = useState(none);
  const [to, setTo] = useState<{ row: number }>();
  const clear = useCallback(() => setSelection(none), []);
  const chosenOf = useCallback((row: Listed): Chosen => ({ id: row.id, version: row.version, title: titleOf(row, type.title) }), [type.title]);
  const rows = useMemo(() => [...selection.rows.values()], [selection]);
  if (list.error) return <Failed error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.known) return <Loading />;
  if (list.total === 0) return <Nothing search={search} change={change} />;
  const pick = async (index: number, row: Listed, shift: boolean) => {
    const from = selection.last;
    if (!shift || from === undefined || from === index) {
      setSelection(toggle(selection, chosenOf(row), index));
      return;
    }
    try {
      const range = await list.rows(Math.min(from, index), Math.max(from, index));
      const first = range[from < index ? 0 : range.length - 1];
      if (first) setSelection(extend(selection, range.map(chosenOf), chosenOf(first), index));
    } catch (error) {
      notify.failed(error);
    }
  };
  const all = list.loaded.length > 0 && list.loaded.every((r) => selection.rows.has(r.id));
  const toggleAll = () => setSelection({ rows: new Map(all ? [] : [...selection.rows, ...list.loaded.map((r) => [r.id, chosenOf(r)] as const)]), last: undefined });
  return (
    <>
      <Table search={search} type={type} change={change} list={list} selected={selection.rows} all={all} toggleAll={toggleAll} pick={(...row) => void pick(...row)} to={to} />
      <div className="p-foot">
        <Text size="sm" c="dimmed" role="status">{t("count", { n: list.whole })}</Text>
        {list.fetching && <Loader size="xs" />}
        {list.whole > mostRows && <Text size="sm" c="dimmed">{t("list.most", { n: mostRows })}</Text>}
        {list.total > 100 && <GoTo total={list.total} go={(row) => setTo({ row })} />}
      </div>
      {rows.length > 0 && (
        <BulkBar rows={rows} type={type} search={search} body={body} total={list.whole} clear={clear} select={(more) => setSelection({ rows: new Map(more.map((r) => [r.id, chosenOf(r)])), last: undefined })} />
      )}
    </>
  );
}

/** GoTo jumps to a row of a long list by its number. */
function GoTo({ total, go }: { total: number; go: (row: number) => void }) {
  const t = useTexts(texts);
  const [row, setRow] = useState<number | string>("");
  const jump = () => typeof row === "number" && go(Math.min(total, Math.max(1, row)) - 1);
  return (
    <NumberInput
      ml="auto" size="xs" w={150} hideControls min={1} max={total} allowDecimal={false} clampBehavior="none" aria-label={t("list.goto")} placeholder={t("list.goto")} value={row} onChange={setRow}
      onBlur={jump} onKeyDown={(e) => e.key === "Enter" && jump()}
    />
  );
}

function Nothing({ search, change }: Pick<Props, "search" | "change">) {
  const t = useTexts(texts);
  if (narrowed({ ...search, trash: false }) || search.space) {
    const reset = <Button variant="default" onClick={() => change({ q: "", status: [], in: "", filter: [], space: "" })}>{t("filter.clear")}</Button>;
    return <Note icon={IconFileText} title={t("noMatch")} action={reset}>{t("noMatch.help")}</Note>;
  }
  if (search.trash) return <Note icon={IconFileText} title={t("trash.empty")} />;
  return <Note icon={IconFileText} title={t("empty")}>{t("empty.help")}</Note>;
}
