import { Alert, Group, Text } from "@mantine/core";
import { IconLanguage } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useIntl } from "react-intl";
import { api, ask, ifMatch } from "../../api/client";
import { useNotify } from "../../kit/notify";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { Action } from "../../kit/ui/action";
import { useEditing } from "./context";
import type { EntryStore } from "./store";
import { texts } from "./texts";

/** Outdated says that the text which a language is translated from has changed since, and lets the person confirm the translation. */
export function Outdated({ store, locale, compare }: { store: EntryStore; locale: string; compare: (source: string) => void }) {
  const t = useTexts(texts);
  const intl = useIntl();
  const notify = useNotify();
  const queries = useQueryClient();
  const { locked, side } = useEditing();
  const { id, type, space, version, locales } = useStore(store.entry);
  const state = useQuery({
    queryKey: ["translations", "of", id, locale, version], enabled: Object.keys(locales).length > 1 && locales[locale] !== undefined, placeholderData: (old) => old,
    queryFn: async () => {
      // The list goes by id: what comes right before this one is the place to begin.
      const query = { space, type, locale, state: "outdated" as const, "page[size]": 1, "page[after]": id.slice(0, -1) };
      const { data } = await ask(api.GET("/api/v1/translations", { params: { query } }));
      return data?.find((one) => one.id === id) ?? null;
    },
  });
  const confirmIt = useMutation({
    mutationFn: async () => {
      await store.save();
      return ask(api.POST("/api/v1/entries/{id}/translated", { params: { path: { id }, header: ifMatch(store.entry.get().version) }, body: { locale } }));
    },
    onSuccess: () => {
      queries.setQueryData(["translations", "of", id, locale, store.entry.get().version], null);
      void queries.invalidateQueries({ queryKey: ["translations"] });
      notify.done(t("translated.done"));
    },
    onError: notify.failed,
  });
  const found = state.data;
  if (!found || found.locale !== locale) return null;
  const source = intl.formatDisplayName(found.source, { type: "language" }) ?? found.source;
  return (
    <Alert color="yellow" icon={<IconLanguage />} mb="md">
      <Group justify="space-between">
        <Text size="sm">{t("translated.outdated", { source })}</Text>
        <Group gap="xs">
          {side !== found.source && <Action size="compact-sm" variant="subtle" onClick={() => compare(found.source)}>{t("translated.beside", { source })}</Action>}
          <Action size="compact-sm" variant="default" loading={confirmIt.isPending} reason={locked} onClick={() => confirmIt.mutate()}>{t("translated")}</Action>
        </Group>
      </Group>
    </Alert>
  );
}
