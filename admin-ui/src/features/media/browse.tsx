import { Badge, Button, Group, Select, Table, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconPhoto, IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useIntl } from "react-intl";
import { api, ask } from "../../api/client";
import { sitesQuery } from "../../kit/model";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Moment } from "../../kit/ui/moment";
import { Failed, Loading, Note } from "../../kit/ui/states";
import { localesOf, type Medium, missingAlt, type Sort, sorts } from "./medium";
import { texts } from "./texts";
import { Thumb } from "./thumb";

/** What a list of media is narrowed to. */
export interface Narrowed {
  q?: string | undefined;
  sort?: Sort | undefined;
  /** Keys with commas between them; none is all. */
  space?: string | undefined;
}

export function useMedia({ q, sort, space }: Narrowed) {
  return useInfiniteQuery({
    queryKey: ["media", "list", q, sort, space],
    initialPageParam: "",
    queryFn: ({ pageParam }) => ask(api.GET("/api/v1/media", {
      params: { query: { "page[size]": 60, ...(pageParam && { "page[after]": pageParam }), ...(q && { q }), ...(sort && { sort }), ...(space && { space }) } },
    })),
    getNextPageParam: (last) => last.page.next || undefined,
    placeholderData: keepPreviousData,
  });
}

/** useSpaces gives the spaces by key and name, the shared one first. */
export function useSpaces() {
  const t = useTexts(texts);
  const sites = useQuery(sitesQuery).data ?? [];
  return [{ value: "shared", label: t("shared") }, ...sites.map((s) => ({ value: s.key, label: s.name }))];
}

interface ToolsProps {
  value: Narrowed;
  onChange: (patch: Narrowed) => void;
  /** Kinds to choose from; one alone is not asked for. */
  kinds?: readonly Sort[];
  withSpace?: boolean;
  children?: ReactNode;
}

/** Tools narrows a list of media. */
export function Tools({ value, onChange, kinds = sorts, withSpace = true, children }: ToolsProps) {
  const t = useTexts(texts);
  const spaces = useSpaces();
  const look = useDebouncedCallback((words: string) => onChange({ q: words.trim() || undefined }), 250);
  return (
    <Group p="md" gap="sm" align="flex-end">
      <TextInput
        aria-label={t("search")} placeholder={t("search")} leftSection={<IconSearch size={16} aria-hidden />} defaultValue={value.q ?? ""} maxLength={200} w={260}
        onChange={(e) => look(e.currentTarget.value)}
      />
      {kinds.length > 1 && (
        <Select
          aria-label={t("sort")} placeholder={t("sort.any")} clearable w={150} value={value.sort ?? null} data={kinds.map((s) => ({ value: s, label: t(`sort.${s}`) }))}
          onChange={(v) => onChange({ sort: kinds.find((s) => s === v) })}
        />
      )}
      {withSpace && <Select aria-label={t("space")} placeholder={t("space.any")} clearable searchable w={200} value={value.space ?? null} data={spaces} onChange={(v) => onChange({ space: v ?? undefined })} />}
      {children}
    </Group>
  );
}

interface ShelfProps {
  narrowed: Narrowed;
  view?: "grid" | "list";
  chosen?: ReadonlySet<string>;
  onOpen: (medium: Medium) => void;
  /** What to do where there is nothing at all. */
  action?: ReactNode;
}

/** Shelf shows media as a grid or a list, page after page. */
export function Shelf({ narrowed, view = "grid", chosen, onOpen, action }: ShelfProps) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const list = useMedia(narrowed);
  if (list.error) return <Failed error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  const media = list.data.pages.flatMap((p) => p.data ?? []);
  if (media.length === 0) {
    const looked = narrowed.q !== undefined || narrowed.sort !== undefined || narrowed.space !== undefined;
    return <Note icon={IconPhoto} title={t(looked ? "nothing" : "empty")} action={action}>{t(looked ? "nothing.help" : "empty.help")}</Note>;
  }
  return (
    <>
      {view === "grid" ? <Grid media={media} chosen={chosen} onOpen={onOpen} /> : <List media={media} onOpen={onOpen} />}
      {list.hasNextPage && <Group p="md"><Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{c("more")}</Button></Group>}
    </>
  );
}

function Grid({ media, chosen, onOpen }: { media: Medium[]; chosen: ReadonlySet<string> | undefined; onOpen: (medium: Medium) => void }) {
  const t = useTexts(texts);
  return (
    <ul className="p-media">
      {media.map((m) => (
        <li key={m.id}>
          <button type="button" className="p-medium" onClick={() => onOpen(m)} aria-pressed={chosen?.has(m.id)}>
            <Thumb medium={m} />
            <span className="p-medium-name">{m.file}</span>
            <Text span size="xs" c="dimmed">{t(`sort.${m.sort}`)} · {m.space}</Text>
            <MissingAlt medium={m} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function List({ media, onOpen }: { media: Medium[]; onOpen: (medium: Medium) => void }) {
  const t = useTexts(texts);
  const size = useSize();
  return (
    <div className="p-table">
      <Table highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t("file")}</Table.Th><Table.Th scope="col">{t("space")}</Table.Th><Table.Th scope="col">{t("size")}</Table.Th><Table.Th scope="col">{t("alt")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {media.map((m) => (
            <Table.Tr key={m.id}>
              <Table.Th scope="row">
                <button type="button" className="p-medium-row" onClick={() => onOpen(m)}><Thumb medium={m} /> <span>{m.file}</span></button>
              </Table.Th>
              <Table.Td>{m.space}<Text size="sm" c="dimmed"><Moment at={m.createdAt} /></Text></Table.Td>
              <Table.Td>{size(m.size)}</Table.Td>
              <Table.Td><MissingAlt medium={m} whole /></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** MissingAlt flags a picture that has no alternative text in some locale of its space. */
export function MissingAlt({ medium: m, whole = false }: { medium: Medium; whole?: boolean }) {
  const t = useTexts(texts);
  const sites = useQuery(sitesQuery).data;
  if (!sites || m.sort !== "image") return null;
  const missing = missingAlt(m, localesOf(m.space, sites));
  if (missing.length > 0) return <Badge color="yellow" title={t("alt.missing", { locales: missing.join(", ") })}>{t("alt.missing.short", { n: missing.length })}</Badge>;
  return whole ? <Badge color="green">{t("alt.whole")}</Badge> : null;
}

/** useSize says a number of bytes for people. */
export function useSize(): (bytes: number) => string {
  const intl = useIntl();
  return (bytes) => {
    const [unit, by] = bytes >= 1e6 ? ["megabyte", 1e6] as const : ["kilobyte", 1e3] as const;
    return intl.formatNumber(bytes / by, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: bytes >= 1e6 ? 1 : 0 });
  };
}
