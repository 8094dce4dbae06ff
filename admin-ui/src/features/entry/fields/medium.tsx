import { ActionIcon, Badge, Button, Group, Loader, Stack, Text } from "@mantine/core";
import { IconPhotoSearch, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useIntl } from "react-intl";
import { sitesQuery } from "../../../kit/model";
import { useNotify } from "../../../kit/notify";
import { useMay } from "../../../kit/permissions";
import { useStore } from "../../../kit/store";
import { useTexts } from "../../../kit/texts";
import { common } from "../../../kit/texts-common";
import { Drop, loadMediaPicker, loadMediumDrawer, mediaTexts, missingAlt, type Medium as LibraryFile, mediumQuery, sorts, Thumb, UploadButton, useUploads } from "../../media/index";
import { useEditing, useValue } from "../context";
import { texts } from "../texts";
import { type FieldProps, Frame, idOf } from "./frame";
import { moved, useMoves } from "./moves";

const MediaPicker = lazy(loadMediaPicker);
const MediumDrawer = lazy(loadMediumDrawer);

/** idsOf reads the ids out of a value: of one medium or several, each {$media: id} or, as files have it, the id alone. */
export function idsOf(value: unknown): string[] {
  const all: unknown[] = Array.isArray(value) ? value : [value];
  return all.map((v) => (typeof v === "string" ? v : (v as { $media?: unknown } | null | undefined)?.$media)).filter((id): id is string => typeof id === "string" && id !== "");
}

/** Medium shows files of the library. They are chosen, uploaded in place, ordered, and taken out; what they say is written in their drawer. */
export function Medium({ field, path }: FieldProps) {
  const t = useTexts(texts);
  const { locked, store, locale } = useEditing();
  const { space } = useStore(store.entry);
  const [value, set] = useValue(path);
  const [choosing, setChoosing] = useState(false);
  const [opened, setOpened] = useState<string>();
  const ids = idsOf(value);
  const put = (next: string[]) => {
    const uses = next.map((id) => ({ $media: id }));
    set(uses.length === 0 ? undefined : field.many ? uses : uses.at(-1));
  };
  const add = (more: string[]) => put([...new Set([...idsOf(store.get(path)), ...more])]);
  const moves = useMoves({ count: ids.length, move: (from, to) => put(moved(ids, from, to)), nameOf: (i) => t("media.n", { n: i + 1 }), locked: locked !== false });
  return (
    <Frame field={field} path={path} group>
      <Stack gap={6}>
        {ids.map((id, i) => (
          <div key={id} className="p-medium-use" {...moves.row(i)}>
            {field.many && moves.grip(i)}
            <Chosen id={id} locale={path[0] === "locales" ? String(path[1]) : locale} open={() => setOpened(id)}>
              {field.many && moves.buttons(i)}
            </Chosen>
            {!locked && <Remove id={id} remove={() => put(ids.filter((o) => o !== id))} />}
          </div>
        ))}
        {locked ? ids.length === 0 && <Text size="sm" c="dimmed">{t("none")}</Text> : <Tools field={field} path={path} space={space} some={ids.length > 0} add={add} choose={() => setChoosing(true)} />}
        {moves.said}
      </Stack>
      <Suspense fallback={null}>
        {choosing && (
          <MediaPicker
            space={space} accept={field.accept} many={field.many} onClose={() => setChoosing(false)}
            onPick={(media) => {
              setChoosing(false);
              add(media.map((m) => m.id));
            }}
          />
        )}
        {opened && <MediumDrawer id={opened} onClose={() => setOpened(undefined)} />}
      </Suspense>
    </Frame>
  );
}

const useFile = (id: string) => useQuery({ ...mediumQuery(id), staleTime: 30_000, retry: false });

function Chosen({ id, locale, open, children }: { id: string; locale: string; open: () => void; children: ReactNode }) {
  const t = useTexts(texts);
  const intl = useIntl();
  const { data, error } = useFile(id);
  if (error) return <div className="p-grow"><Text size="sm" fw={550}>{id}</Text><Text size="xs" c="dimmed">{t("media.gone")}</Text></div>;
  if (!data) return <div className="p-grow"><Loader size="xs" /></div>;
  const alt = data.alt[locale]?.trim();
  const language = intl.formatDisplayName(locale, { type: "language" }) ?? locale;
  return (
    <>
      <Thumb medium={data} />
      <div className="p-grow">
        <button type="button" className="p-medium-file" aria-label={t("media.open", { file: data.file })} onClick={open}>{data.file}</button>
        {alt && data.sort === "image" && <Text size="sm" c="dimmed" lang={locale} dir="auto" lineClamp={2}>{alt}</Text>}
        {missingAlt(data, [locale]).length > 0 && <div><Badge color="yellow">{t("media.alt.missing", { language })}</Badge></div>}
      </div>
      <Group gap={2} wrap="nowrap">{children}</Group>
    </>
  );
}

function Remove({ id, remove }: { id: string; remove: () => void }) {
  const t = useTexts(texts);
  const { data } = useFile(id);
  return <ActionIcon aria-label={t("media.remove", { file: data?.file ?? id })} onClick={remove}><IconX size={16} /></ActionIcon>;
}

/** Tools brings files in: from the library, from this machine by the button, or dragged here. */
function Tools({ field, path, space, some, add, choose }: FieldProps & { space: string; some: boolean; add: (ids: string[]) => void; choose: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const m = useTexts(mediaTexts);
  const notify = useNotify();
  const sites = useQuery(sitesQuery);
  const may = useMay({ action: "create", type: "@media", site: space });
  const kinds = field.accept?.length ? sorts.filter((s) => field.accept?.includes(s)) : sorts;
  const take = (file: LibraryFile) => {
    if (kinds.includes(file.sort)) add([file.id]);
    else notify.wrong(t("media.kind", { file: file.file, kinds: kinds.map((k) => m(`sort.${k}`)).join(", ") }));
  };
  const { add: send, sending } = useUploads(space, take);
  const denied = may.known && !may.allowed;
  const onFiles = (files: FileList) => send(field.many ? files : [...files].slice(0, 1));
  return (
    <Drop space={sites.data?.find((s) => s.key === space)?.name ?? c("shared")} disabled={denied} onFiles={onFiles}>
      <Group gap="xs" className="p-medium-tools">
        <Button id={`${idOf(path)}-add`} size="sm" variant="default" leftSection={<IconPhotoSearch size={16} />} onClick={choose}>{t(field.many ? "media.add" : some ? "media.replace" : "media.choose")}</Button>
        <UploadButton variant="default" accept={kinds} many={field.many} reason={denied && c("error.403")} onFiles={onFiles} />
        <Text size="sm" c="dimmed" role="status">{sending > 0 ? t("media.sending", { n: sending }) : denied ? "" : t("media.drop", { many: field.many ? "yes" : "no" })}</Text>
      </Group>
    </Drop>
  );
}
