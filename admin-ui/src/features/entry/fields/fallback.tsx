import { Button, Text } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useSyncExternalStore } from "react";
import { useIntl } from "react-intl";
import type { Field } from "../../../kit/model";
import { useTexts } from "../../../kit/texts";
import { useEditing } from "../context";
import type { Path } from "../document";
import { texts } from "../texts";
import { plainText } from "../words";

const empty = (value: unknown) => value === undefined || value === null || value === "";

/** Fallback says what readers see where a locale has no value of its own: that of the next one in the site's chain. */
export function Fallback({ field, path, id }: { field: Field; path: Path; id: string }) {
  const t = useTexts(texts);
  const intl = useIntl();
  const { store, chain, locked } = useEditing();
  const name = path[2] ?? "";
  const find = () => (empty(store.get(path)) ? chain.find((tag) => !empty(store.get(["locales", tag, name]))) : undefined);
  const from = useSyncExternalStore(store.subscribe, find);
  if (!from || field.kind === "slug" || field.kind === "computed") return null;
  const value = store.get(["locales", from, name]);
  const write = () => {
    store.set(path, structuredClone(value));
    requestAnimationFrame(() => document.getElementById(id)?.focus());
  };
  return (
    <div className="p-fallback">
      <IconArrowBackUp size={15} aria-hidden />
      <Text size="sm" span>{t("inherited.locale", { language: intl.formatDisplayName(from, { type: "language" }) ?? from })}</Text>
      <Text size="sm" span truncate className="p-grow" lang={from} dir="auto">{plainText(value, field.kind, true)}</Text>
      {!locked && <Button size="compact-sm" variant="subtle" onClick={write}>{t("inherited.own")}</Button>}
    </div>
  );
}
