import { ActionIcon, Badge, Button, Checkbox, CloseButton, Group, MultiSelect, Popover, Select, Stack, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconColumns, IconFilter, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { language } from "../../kit/language";
import { type ContentType, sitesQuery } from "../../kit/model";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { FilterBuilder } from "./filter-builder";
import { columnsOf, countOf, type ListSearch, ownColumns, showable } from "./search";
import { states } from "./status";
import { texts } from "./texts";
import { useLocales } from "./use-locales";
import { Views } from "./views";

interface Props {
  search: ListSearch;
  type: ContentType;
  change: (patch: ListSearch) => void;
}

/** Toolbar narrows the list: words, site, language, state, conditions; and chooses its columns and views. */
export function Toolbar({ search, type, change }: Props) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const locale = useStore(language);
  const sites = useQuery(sitesQuery);
  const locales = useLocales(search.space);
  const searchable = type.fields.some((f) => f.searchable);
  const pending = search.in === "any" && search.status?.join() === "changed";
  return (
    <div className="p-tools">
      <Words search={search} change={change} disabled={!searchable} />
      <Select
        aria-label={t("space")} placeholder={t("space.all")} clearable searchable w={150} value={search.space ?? null} onChange={(v) => change({ space: v ?? "" })}
        clearButtonProps={{ "aria-label": c("clear") }}
        data={[{ value: "shared", label: c("where.shared") }, ...(sites.data ?? []).map((s) => ({ value: s.key, label: s.name }))]}
      />
      <MultiSelect
        aria-label={t("state")} placeholder={search.status?.length ? undefined : t("state")} w={search.status?.length ? 230 : 100} value={search.status ?? []}
        onChange={(status) => change({ status })} data={states.map((value) => ({ value, label: t(`status.${value}`) }))} hidePickedOptions
      />
      {(search.status?.length ?? 0) > 0 && <StatesIn search={search} change={change} locales={locales} />}
      <Button variant={pending ? "light" : "default"} aria-pressed={pending} px="sm" onClick={() => change(pending ? { status: [], in: "" } : { status: ["changed"], in: "any" })}>{t("changed.only")}</Button>
      <Select
        aria-label={t("locale")} w={76} allowDeselect={false} value={search.locale ?? locale} data={[...new Set([...locales, locale])]} onChange={(v) => v && change({ locale: v })}
      />
      <Group gap={6} ml="auto" wrap="nowrap">
        <Filters search={search} type={type} change={change} />
        <Columns search={search} type={type} change={change} />
        <Views search={search} change={change} />
      </Group>
    </div>
  );
}

/** StatesIn says of which language the states are. */
function StatesIn({ search, change, locales }: Pick<Props, "search" | "change"> & { locales: string[] }) {
  const t = useTexts(texts);
  const data = [{ value: "", label: t("state.in.list") }, { value: "any", label: t("state.in.any") }, ...locales.map((tag) => ({ value: tag, label: t("state.in.one", { locale: tag }) }))];
  return <Select aria-label={t("state.in")} w={235} allowDeselect={false} data={data} value={search.in ?? ""} onChange={(v) => change({ in: v ?? "" })} />;
}

/** Words are sent once somebody stops typing. */
function Words({ search, change, disabled }: Pick<Props, "search" | "change"> & { disabled: boolean }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const [typed, setTyped] = useState(search.q ?? "");
  const sent = useRef(search.q ?? "");
  const send = useDebouncedCallback((q: string) => {
    sent.current = q;
    change({ q });
  }, 250);
  useEffect(() => {
    if ((search.q ?? "") !== sent.current) {
      sent.current = search.q ?? "";
      setTyped(sent.current);
    }
  }, [search.q]);
  const set = (q: string) => {
    setTyped(q);
    send(q);
  };
  return (
    <TextInput
      type="search" aria-label={t("search")} placeholder={t(disabled ? "search.off" : "search")} leftSection={<IconSearch size={16} aria-hidden />} w={180} disabled={disabled} maxLength={300}
      value={typed} onChange={(e) => set(e.currentTarget.value)} rightSection={typed && <CloseButton size="sm" aria-label={c("clear")} onClick={() => set("")} />}
    />
  );
}

function Filters({ search, type, change }: Props) {
  const t = useTexts(texts);
  const n = countOf(search.filter ?? []);
  return (
    <Popover width={680} position="bottom-end" trapFocus shadow="md">
      <Popover.Target>
        <Button variant="default" leftSection={<IconFilter size={16} />} rightSection={n > 0 && <Badge size="sm" circle>{n}</Badge>}>{t("filter")}</Button>
      </Popover.Target>
      <Popover.Dropdown><div className="p-filter"><FilterBuilder search={search} type={type} change={change} /></div></Popover.Dropdown>
    </Popover>
  );
}

function Columns({ search, type, change }: Props) {
  const t = useTexts(texts);
  const locale = useStore(language);
  const shown = columnsOf(search, type);
  const all = [
    ...ownColumns.map((name) => ({ name: name as string, label: t(`column.${name}`) })),
    ...type.fields.filter((f) => f.name !== type.title && showable(f)).map((f) => ({ name: f.name, label: labelIn(f.label, locale) })),
  ];
  const toggle = (name: string, on: boolean) => change({ columns: all.map((c) => c.name).filter((n) => (n === name ? on : shown.includes(n))) });
  return (
    <Popover position="bottom-end" trapFocus shadow="md">
      <Popover.Target><ActionIcon variant="default" size="input-sm" aria-label={t("columns")} title={t("columns")}><IconColumns size={16} /></ActionIcon></Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs" role="group" aria-label={t("columns")}>
          {all.map((c) => <Checkbox key={c.name} label={c.label} checked={shown.includes(c.name)} onChange={(e) => toggle(c.name, e.currentTarget.checked)} />)}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
