import { ActionIcon, Badge, Button, Group, Loader, Stack, Text, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconExternalLink, IconLink, IconX } from "@tabler/icons-react";
import { lazy, Suspense, useContext, useState } from "react";
import { useStore } from "../../../kit/store";
import { useTexts } from "../../../kit/texts";
import { StatusBadge } from "../../content/index";
import { useEditing, useValue } from "../context";
import { Picker, type Ref } from "../picker";
import { texts } from "../texts-reference";
import { useEntryName } from "../use-name";
import { type FieldProps, Frame, idOf } from "./frame";
import { moved } from "./moves";
import { Opened } from "./opened";

const EntryDrawer = lazy(() => import("../entry-drawer"));

const refOf = (v: unknown): Ref | undefined => (typeof v === "string" ? { $ref: v } : (v as Ref | undefined));
const idIn = (r: Ref) => r.$ref.split("/")[1] ?? "";

/** Reference leads to other entries: what they are called, their state, a way to choose or make one, and to write in it at once. */
export function Reference({ field, path }: FieldProps) {
  const t = useTexts(texts);
  const { locked, locale, store, prefix } = useEditing();
  const { space } = useStore(store.entry);
  const [value, set] = useValue(path);
  const [choosing, setChoosing] = useState(false);
  const [open, setOpen] = useState<string>();
  const list = (field.many ? ((value as unknown[] | undefined) ?? []) : value ? [value] : []).map(refOf).filter((r): r is Ref => r !== undefined);
  const put = (next: Ref[]) => set(next.length === 0 ? undefined : field.many ? next : next.at(-1));
  const choose = (r: Ref, made: boolean) => {
    put([...list.filter((o) => o.$ref !== r.$ref), r]);
    setChoosing(false);
    if (made) setOpen(idIn(r));
  };
  return (
    <Frame field={field} path={path} group>
      <Stack gap={6}>
        {list.map((r, i) => (
          <Chosen
            key={r.$ref} target={r} locale={locale} locked={locked !== false} remove={() => put(list.filter((o) => o.$ref !== r.$ref))} open={() => setOpen(idIn(r))}
            up={i > 0 ? () => put(moved(list, i, i - 1)) : undefined} down={i < list.length - 1 ? () => put(moved(list, i, i + 1)) : undefined}
          />
        ))}
        {!locked && (
          <div><Button id={`${idOf(path, prefix)}-add`} size="sm" variant="default" leftSection={<IconLink size={16} />} onClick={() => setChoosing(true)}>{t("add")}</Button></div>
        )}
      </Stack>
      {choosing && <Picker to={field.to ?? []} locale={locale} taken={list.map((r) => r.$ref)} space={space} onClose={() => setChoosing(false)} choose={choose} />}
      <Suspense>{open && <EntryDrawer key={open} id={open} locale={locale} onClose={() => setOpen(undefined)} />}</Suspense>
    </Frame>
  );
}

interface ChosenProps {
  target: Ref;
  locale: string;
  locked: boolean;
  remove: () => void;
  open: () => void;
  up: (() => void) | undefined;
  down: (() => void) | undefined;
}

function Chosen({ target, locale, locked, remove, open, up, down }: ChosenProps) {
  const t = useTexts(texts);
  const opened = useContext(Opened);
  const { store } = useEditing();
  const [typeName = ""] = target.$ref.split("/");
  const id = idIn(target);
  const { title, typeLabel, space, status, trashed, pending, failed } = useEntryName(typeName, id, locale);
  const here = id === store.entry.get().id || opened.includes(id); // it is being written already, below this
  return (
    <div className="p-ref">
      <div className="p-grow">
        {pending ? <Loader size="xs" /> : failed || here
          ? <Text size="sm" fw={550} dir="auto">{failed ? target.$ref : title}</Text>
          : <UnstyledButton className="p-ref-title" dir="auto" aria-haspopup="dialog" aria-label={t("open", { title })} onClick={open}>{title}</UnstyledButton>}
        <Text size="xs" c="dimmed">{failed ? t("denied") : trashed ? t("trashed.help") : [typeLabel, space].filter(Boolean).join(" · ")}</Text>
      </div>
      {trashed ? <Badge color="yellow">{t("trashed")}</Badge> : status && <StatusBadge status={status} />}
      <Group gap={2} wrap="nowrap">
        {!failed && <ActionIcon component="a" href={`/content/${id}`} target="_blank" aria-label={`${t("open.page")}: ${title}`} title={t("open.page")}><IconExternalLink size={16} /></ActionIcon>}
        {!locked && up && <ActionIcon aria-label={t("up", { title })} onClick={up}><IconChevronUp size={16} /></ActionIcon>}
        {!locked && down && <ActionIcon aria-label={t("down", { title })} onClick={down}><IconChevronDown size={16} /></ActionIcon>}
        {!locked && <ActionIcon aria-label={t("remove", { title })} onClick={remove}><IconX size={16} /></ActionIcon>}
      </Group>
    </div>
  );
}
