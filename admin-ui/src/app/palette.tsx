import { Modal, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { type Icon, IconFileText, IconSearch } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useId, useState } from "react";
import { language } from "../kit/language";
import { searchEverything } from "../kit/search";
import { useStore } from "../kit/store";
import { useTexts } from "../kit/texts";
import { usePlaces } from "./navigation";
import { texts } from "./texts";

interface Row {
  key: string;
  group: string;
  label: string;
  detail?: string;
  icon: Icon;
  to: string;
}

const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Palette goes anywhere from the keyboard: places by name, entries by their words. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const t = useTexts(texts);
  const id = useId();
  const go = useNavigate();
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const rows = useRows(words);
  const chosen = rows[Math.min(at, rows.length - 1)];
  const open = (row: Row | undefined) => {
    if (!row) return;
    onClose();
    void go({ to: row.to });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setAt((i) => (Math.min(i, rows.length - 1) + step + rows.length) % Math.max(rows.length, 1));
    } else if (event.key === "Enter") open(chosen);
  };
  return (
    <Modal opened onClose={onClose} withCloseButton={false} padding={0} size="lg" yOffset="12vh" centered={false} attributes={{ content: { "aria-label": t("palette.open") } }}>
      <TextInput
        data-autofocus size="lg" variant="unstyled" px="md" leftSection={<IconSearch size={20} aria-hidden />} placeholder={t("palette.open")}
        aria-label={t("palette.open")} role="combobox" aria-expanded aria-controls={id} aria-activedescendant={chosen && `${id}-${chosen.key}`}
        value={words} onChange={(e) => { setWords(e.currentTarget.value); setAt(0); }} onKeyDown={onKeyDown}
      />
      <div className="p-rows" role="listbox" id={id} aria-label={t("palette.open")}>
        {rows.map((row, i) => (
          <div
            key={row.key} id={`${id}-${row.key}`} role="option" tabIndex={-1} aria-selected={row === chosen} className="p-row"
            onClick={() => open(row)} onKeyDown={onKeyDown} onMouseMove={() => setAt(i)}
          >
            <row.icon size={18} stroke={1.7} aria-hidden />
            <span>{row.label}</span>
            <Text span size="sm" c="dimmed" ml="auto" truncate>{row.detail ?? row.group}</Text>
          </div>
        ))}
      </div>
      {rows.length === 0 && <Text c="dimmed" p="md" role="status">{t("palette.none")}</Text>}
    </Modal>
  );
}

function useRows(words: string): Row[] {
  const t = useTexts(texts);
  const locale = useStore(language);
  const mine = usePlaces();
  const queries = useQueryClient();
  const [late] = useDebouncedValue(words.trim(), 180);
  const found = useQuery({ queryKey: ["palette", late], queryFn: () => searchEverything(queries, late), enabled: late.length > 1 });
  const here = mine
    .filter((p) => plain(`${p.label[locale]} ${p.label.en} ${p.words ?? ""}`).includes(plain(words.trim())))
    .map((p) => ({ key: p.to.replace(/\W+/g, "-"), group: t("palette.places"), label: p.label[locale], icon: p.icon, to: p.to }));
  const entries = (late === words.trim() && late.length > 1 ? (found.data ?? []) : [])
    .map((e) => ({ key: e.id, group: t("palette.entries"), label: e.title, detail: e.detail, icon: IconFileText as Icon, to: `/content/${e.id}` }));
  return [...here, ...entries];
}
