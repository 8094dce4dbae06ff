import { Button, Checkbox, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { language } from "../../kit/language";
import type { ContentType } from "../../kit/model";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { useLocales } from "../content/index";
import { EditingContext } from "./context";
import { FieldInput } from "./fields/input";
import { type Entry, EntryStore } from "./store";
import { texts } from "./texts-bulk";
import { useLanguages } from "./use-languages";

interface Props {
  type: ContentType;
  count: number;
  /** patch is a merge patch of {shared, locales}; field is what it is about, for people. */
  onDone: (change: { patch: object; note: string; field: string }) => void;
  onClose: () => void;
}

/** BulkEdit asks for one value of one field, with the field's own input. */
export default function BulkEdit({ type, count, onDone, onClose }: Props) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const ui = useStore(language);
  const { name } = useLanguages();
  const known = useLocales(undefined);
  const fields = type.fields.filter((f) => f.kind !== "computed" && f.kind !== "slug" && !f.readOnly);
  const [chosen, setChosen] = useState("");
  const [locale, setLocale] = useState(ui as string);
  const [empty, setEmpty] = useState(false);
  const [note, setNote] = useState("");
  const store = useMemo(() => scratch(type.name), [type.name]);
  useEffect(() => () => store.close(), [store]);
  const field = fields.find((f) => f.name === chosen);
  const path = field?.localized ? ["locales", locale, chosen] : ["shared", chosen];
  const value = useSyncExternalStore(store.subscribe, () => store.get(path));
  const editing = useMemo(
    () => ({ store, type, locale, side: undefined, locked: false as const, chain: [], problems: new Map<string, string>(), others: [], enter: () => undefined, prefix: "bulk" }),
    [store, type, locale],
  );
  const missing = value === undefined && !empty;
  const done = () => {
    const change = { [chosen]: empty ? null : value };
    onDone({ patch: field?.localized ? { locales: { [locale]: change } } : { shared: change }, note: note.trim(), field: labelIn(field?.label, ui) });
    onClose();
  };
  return (
    <Modal opened onClose={onClose} size="lg" title={t("title", { n: count })} closeButtonProps={{ "aria-label": c("close") }}>
      <EditingContext.Provider value={editing}>
        <Stack>
          <Group grow align="flex-start">
            <Select label={t("field")} searchable data-autofocus data={fields.map((f) => ({ value: f.name, label: labelIn(f.label, ui) }))} value={chosen || null} onChange={(v) => setChosen(v ?? "")} />
            {field?.localized && <Select label={t("locale")} allowDeselect={false} data={[...new Set([...known, ui])].map((tag) => ({ value: tag, label: name(tag) }))} value={locale} onChange={(v) => v && setLocale(v)} />}
          </Group>
          {field && !empty && <FieldInput key={path.join()} field={{ ...field, required: false }} path={path} />}
          {field && <Checkbox label={t("empty")} checked={empty} onChange={(e) => setEmpty(e.currentTarget.checked)} />}
          <TextInput label={t("note")} maxLength={500} value={note} onChange={(e) => setNote(e.currentTarget.value)} />
          <Text size="sm" c="dimmed">{t("help")} {field?.localized && t("help.locale")}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{c("cancel")}</Button>
            <Action reason={!field ? t("field.missing") : missing && t("value.missing")} onClick={done}>{t("apply", { n: count })}</Action>
          </Group>
        </Stack>
      </EditingContext.Provider>
    </Modal>
  );
}

/** scratch is a document that is nowhere but in this dialog: the inputs of the editor write into it. */
function scratch(type: string): EntryStore {
  const entry: Entry = {
    id: "", type, space: "shared", key: "", version: 1, autosaved: false, shared: {}, locales: {}, status: {}, workflow: {}, publishedAt: {}, createdAt: "", createdBy: "", updatedAt: "", updatedBy: "",
  };
  const store: EntryStore = new EntryStore(entry, async (version) => ({ ...entry, version: version + 1, ...store.whole() }));
  return store;
}
