import { Button, Group, Modal, SegmentedControl, Select, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, ask } from "../../api/client";
import { language } from "../../kit/language";
import { typeQuery, typesQuery } from "../../kit/model";
import { titleOf } from "../../kit/search";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { StatusBadge } from "../content/index";
import { NewReferenced } from "./new-referenced";
import { texts } from "./texts-reference";

export interface Ref {
  $ref: string;
}

interface Props {
  /** Types that may be chosen; none: any. */
  to: string[];
  locale: string;
  taken: string[];
  /** made says that the entry is new, and only has a title. */
  choose: (r: Ref, made: boolean) => void;
  onClose: () => void;
  /** The space of the entry that the reference stands in: with it, a new entry can be made. */
  space?: string;
}

const most = 30;

/** Picker finds an entry of the types that a reference may lead to, or makes one. */
export function Picker({ to, locale, taken, choose, onClose, space }: Props) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const ui = useStore(language);
  const types = useQuery(typesQuery);
  const able = to.length > 0 ? to : (types.data ?? []).map((x) => x.name);
  const [named, setTypeName] = useState("");
  const typeName = named || (able[0] ?? "");
  const [words, setWords] = useState("");
  const [making, setMaking] = useState(false);
  const [late] = useDebouncedValue(words.trim(), 200);
  const type = useQuery({ ...typeQuery(typeName), enabled: typeName !== "" });
  const searchable = type.data?.fields.some((f) => f.searchable) ?? false;
  const found = useQuery({
    queryKey: ["entries", "picker", typeName, late, locale], enabled: type.data !== undefined, placeholderData: (old) => old,
    queryFn: () => ask(api.POST("/api/v1/entries/query", { body: { type: typeName, locale, page: { size: most }, fields: [type.data?.title ?? ""], ...(late && searchable && { q: late }) } })),
  });
  const rows = (found.data?.data ?? []).filter((e) => e.type === typeName);
  const label = (name: string) => labelIn(types.data?.find((x) => x.name === name)?.label, ui) || name;
  const count = found.data?.page.next ? t("more", { n: most }) : t("found", { n: rows.length });
  if (making && type.data && space) {
    return <NewReferenced type={type.data} locale={locale} space={space} words={words.trim()} onClose={() => setMaking(false)} onMade={(id) => choose({ $ref: `${typeName}/${id}` }, true)} />;
  }
  return (
    <Modal opened onClose={onClose} title={t("add")} size="lg" closeButtonProps={{ "aria-label": c("close") }}>
      <Stack gap="sm">
        {able.length > 1 && able.length < 6 && <SegmentedControl aria-label={t("type")} value={typeName} onChange={setTypeName} data={able.map((name) => ({ value: name, label: label(name) }))} />}
        {able.length >= 6 && <Select aria-label={t("type")} searchable allowDeselect={false} value={typeName} onChange={(v) => v && setTypeName(v)} data={able.map((name) => ({ value: name, label: label(name) }))} />}
        <TextInput
          data-autofocus type="search" aria-label={t("search")} placeholder={t(searchable || !type.data ? "search" : "search.off")} leftSection={<IconSearch size={16} aria-hidden />} value={words}
          onChange={(e) => setWords(e.currentTarget.value)} disabled={!searchable}
        />
        <div className="p-found">
          {rows.map((e) => {
            const ref = `${e.type}/${e.id}`;
            const status = (e.meta as { status?: string }).status;
            const there = taken.includes(ref);
            return (
              <UnstyledButton key={e.id} className="p-row" disabled={there} onClick={() => choose({ $ref: ref }, false)}>
                <span className="p-grow"><Text size="sm" fw={550} dir="auto">{titleOf(e, type.data?.title ?? "")}</Text><Text size="xs" c="dimmed">{there ? t("taken") : e.space}</Text></span>
                {status && <StatusBadge status={status} />}
              </UnstyledButton>
            );
          })}
        </div>
        <Group justify="space-between">
          <Text size="sm" c="dimmed" role="status">{found.isFetching ? c("loading") : count}</Text>
          {space && type.data && <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>{t("create", { type: label(typeName) })}</Button>}
        </Group>
      </Stack>
    </Modal>
  );
}
