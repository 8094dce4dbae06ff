import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, ask } from "../../api/client";
import { language } from "../../kit/language";
import { typeQuery, typesQuery } from "../../kit/model";
import { titleOf } from "../../kit/search";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { texts } from "./texts";

interface Props {
  /** type/key, as menus name entries. */
  value: string;
  locale: string;
  readOnly: boolean;
  onChange: (entry: string) => void;
}

/** EntryPicker finds the entry that an item leads to, by its type and the words of its title. */
export function EntryPicker({ value, locale, readOnly, onChange }: Props) {
  const t = useTexts(texts);
  const lang = useStore(language);
  const [named = "", key = ""] = value.split("/");
  const [type, setType] = useState(named);
  const [words, setWords] = useState("");
  const [asked] = useDebouncedValue(words, 200);
  const types = useQuery(typesQuery);
  const found = useFound(type, asked, locale);
  const options = (found.data ?? []).map((e) => ({ value: e.key, label: e.title }));
  if (key !== "" && type === named && !options.some((o) => o.value === key)) options.unshift({ value: key, label: key });
  return (
    <div className="p-pair">
      <Select
        label={t("entry.type")} data={(types.data ?? []).map((c) => ({ value: c.name, label: labelIn(c.label, lang) }))} value={type || null} disabled={readOnly}
        searchable onChange={(next) => setType(next ?? "")}
      />
      <Select
        label={t("entry")} placeholder={t("entry.search")} data={options} value={type === named ? key || null : null} disabled={readOnly || type === ""} searchable
        filter={({ options: all }) => all} searchValue={words} onSearchChange={setWords} nothingFoundMessage={found.isFetching ? t("searching") : t("entry.none")}
        onChange={(next) => next && onChange(`${type}/${next}`)} comboboxProps={{ width: "target" }}
      />
    </div>
  );
}

function useFound(type: string, words: string, locale: string) {
  const queries = useQueryClient();
  return useQuery({
    queryKey: ["entries", "for-menu", type, words, locale],
    enabled: type !== "",
    placeholderData: keepPreviousData,
    queryFn: async () => {
      const model = await queries.ensureQueryData(typeQuery(type));
      const q = words !== "" && model.fields.some((f) => f.searchable) ? { q: words } : {};
      const { data } = await ask(api.POST("/api/v1/entries/query", { body: { type, ...q, page: { size: 20 }, locale, fallback: "auto", fields: [model.title] } }));
      return (data ?? []).map((e) => ({ key: e.key, title: titleOf(e, model.title) }));
    },
  });
}
