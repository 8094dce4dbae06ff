import { ActionIcon, Button, Group, Loader, Modal, SegmentedControl, Select, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconChevronDown, IconChevronUp, IconExternalLink, IconLink, IconSearch, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, ask } from "../../../api/client";
import { language } from "../../../kit/language";
import { typeQuery, typesQuery } from "../../../kit/model";
import { titleOf } from "../../../kit/search";
import { useStore } from "../../../kit/store";
import { labelIn, useTexts } from "../../../kit/texts";
import { common } from "../../../kit/texts-common";
import { StatusBadge } from "../../content/index";
import { useEditing, useValue } from "../context";
import { texts } from "../texts";
import { useEntryName } from "../use-name";
import { moved } from "./blocks";
import { type FieldProps, Frame, idOf } from "./frame";

interface Ref {
  $ref: string;
}

const refOf = (v: unknown): Ref | undefined => (typeof v === "string" ? { $ref: v } : (v as Ref | undefined));

/** Reference leads to other entries: what they are called, their state, and a way to choose by words. */
export function Reference({ field, path }: FieldProps) {
  const t = useTexts(texts);
  const { locked, locale } = useEditing();
  const [value, set] = useValue(path);
  const [choosing, setChoosing] = useState(false);
  const list = (field.many ? ((value as unknown[] | undefined) ?? []) : value ? [value] : []).map(refOf).filter((r): r is Ref => r !== undefined);
  const put = (next: Ref[]) => set(next.length === 0 ? undefined : field.many ? next : next.at(-1));
  return (
    <Frame field={field} path={path} group>
      <Stack gap={6}>
        {list.map((r, i) => (
          <Chosen
            key={r.$ref} target={r} locale={locale} locked={locked !== false} remove={() => put(list.filter((o) => o.$ref !== r.$ref))}
            up={i > 0 ? () => put(moved(list, i, i - 1)) : undefined} down={i < list.length - 1 ? () => put(moved(list, i, i + 1)) : undefined}
          />
        ))}
        {!locked && (
          <div><Button id={`${idOf(path)}-add`} size="sm" variant="default" leftSection={<IconLink size={16} />} onClick={() => setChoosing(true)}>{t("ref.add")}</Button></div>
        )}
      </Stack>
      {choosing && (
        <Picker
          to={field.to ?? []} locale={locale} taken={list.map((r) => r.$ref)} onClose={() => setChoosing(false)}
          choose={(r) => {
            put([...list.filter((o) => o.$ref !== r.$ref), r]);
            setChoosing(false);
          }}
        />
      )}
    </Frame>
  );
}

interface ChosenProps {
  target: Ref;
  locale: string;
  locked: boolean;
  remove: () => void;
  up: (() => void) | undefined;
  down: (() => void) | undefined;
}

function Chosen({ target, locale, locked, remove, up, down }: ChosenProps) {
  const t = useTexts(texts);
  const [typeName = "", id = ""] = target.$ref.split("/");
  const { title, typeLabel, space, status, pending, failed } = useEntryName(typeName, id, locale);
  return (
    <div className="p-ref">
      <div className="p-grow">
        {pending ? <Loader size="xs" /> : <Text size="sm" fw={550} dir="auto">{failed ? target.$ref : title}</Text>}
        <Text size="xs" c="dimmed">{failed ? t("ref.denied") : [typeLabel, space].filter(Boolean).join(" · ")}</Text>
      </div>
      {status && <StatusBadge status={status} />}
      <Group gap={2} wrap="nowrap">
        {!failed && <ActionIcon component="a" href={`/content/${id}`} target="_blank" aria-label={t("ref.open", { title })}><IconExternalLink size={16} /></ActionIcon>}
        {!locked && up && <ActionIcon aria-label={t("block.up", { name: title })} onClick={up}><IconChevronUp size={16} /></ActionIcon>}
        {!locked && down && <ActionIcon aria-label={t("block.down", { name: title })} onClick={down}><IconChevronDown size={16} /></ActionIcon>}
        {!locked && <ActionIcon aria-label={t("ref.remove", { title })} onClick={remove}><IconX size={16} /></ActionIcon>}
      </Group>
    </div>
  );
}

interface PickerProps {
  to: string[];
  locale: string;
  taken: string[];
  choose: (r: Ref) => void;
  onClose: () => void;
}

/** Picker finds an entry of the types that a reference may lead to. */
export function Picker({ to, locale, taken, choose, onClose }: PickerProps) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const ui = useStore(language);
  const types = useQuery(typesQuery);
  const able = to.length > 0 ? to : (types.data ?? []).map((x) => x.name);
  const [typeName, setTypeName] = useState(able[0] ?? "");
  const [words, setWords] = useState("");
  const [late] = useDebouncedValue(words.trim(), 200);
  const type = useQuery({ ...typeQuery(typeName), enabled: typeName !== "" });
  const searchable = type.data?.fields.some((f) => f.searchable) ?? false;
  const found = useQuery({
    queryKey: ["entries", "picker", typeName, late, locale], enabled: type.data !== undefined, placeholderData: (old) => old,
    queryFn: () => ask(api.POST("/api/v1/entries/query", { body: { type: typeName, locale, page: { size: 30 }, fields: [type.data?.title ?? ""], ...(late && searchable && { q: late }) } })),
  });
  const rows = (found.data?.data ?? []).filter((e) => e.type === typeName);
  const label = (name: string) => labelIn(types.data?.find((x) => x.name === name)?.label, ui) || name;
  return (
    <Modal opened onClose={onClose} title={t("ref.add")} size="lg" closeButtonProps={{ "aria-label": c("close") }}>
      <Stack gap="sm">
        {able.length > 1 && able.length < 6 && <SegmentedControl aria-label={t("ref.type")} value={typeName} onChange={setTypeName} data={able.map((name) => ({ value: name, label: label(name) }))} />}
        {able.length >= 6 && <Select aria-label={t("ref.type")} searchable allowDeselect={false} value={typeName} onChange={(v) => v && setTypeName(v)} data={able.map((name) => ({ value: name, label: label(name) }))} />}
        <TextInput data-autofocus type="search" aria-label={t("ref.search")} placeholder={t("ref.search")} leftSection={<IconSearch size={16} aria-hidden />} value={words} onChange={(e) => setWords(e.currentTarget.value)} disabled={!searchable} />
        <div className="p-found">
          {rows.map((e) => {
            const ref = `${e.type}/${e.id}`;
            const status = (e.meta as { status?: string }).status;
            return (
              <UnstyledButton key={e.id} className="p-row" disabled={taken.includes(ref)} onClick={() => choose({ $ref: ref })}>
                <span className="p-grow"><Text size="sm" fw={550} dir="auto">{titleOf(e, type.data?.title ?? "")}</Text><Text size="xs" c="dimmed">{e.space}</Text></span>
                {status && <StatusBadge status={status} />}
              </UnstyledButton>
            );
          })}
        </div>
        <Text size="sm" c="dimmed" role="status">{found.isFetching ? c("loading") : t("ref.found", { n: rows.length })}</Text>
      </Stack>
    </Modal>
  );
}
