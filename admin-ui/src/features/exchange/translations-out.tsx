import { Alert, Button, Checkbox, Group, SegmentedControl, Select, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useIntl } from "react-intl";
import { api, ask } from "../../api/client";
import { Problem } from "../../api/problem";
import { language } from "../../kit/language";
import { sitesQuery } from "../../kit/model";
import { useNotify } from "../../kit/notify";
import { sayProblem } from "../../kit/problem-texts";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { save } from "./save";
import { texts } from "./texts";

const states = ["missing", "outdated", "current"] as const;

/** TranslationsOut saves what is to be translated as XLIFF 2.1 or CSV. */
export function TranslationsOut({ type, space, selected, onClose }: { type: string; space: string | undefined; selected: string[]; onClose: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const intl = useIntl();
  const own = useStore(language);
  const notify = useNotify();
  const sites = useQuery(sitesQuery).data ?? [];
  const tags = [...new Set(sites.filter((s) => !space || space === "shared" || s.key === space).flatMap((s) => (s.locales ?? []).map((l) => l.tag)))].sort();
  const [source, setSource] = useState(own as string);
  const [target, setTarget] = useState<string | null>(null);
  const [state, setState] = useState<(typeof states)[number]>("missing");
  const [format, setFormat] = useState<"xliff" | "csv">("xliff");
  const [open, setOpen] = useState(true);
  const [of, setOf] = useState(selected.length > 0 ? "selected" : "type");
  const languages = tags.map((tag) => ({ value: tag, label: intl.formatDisplayName(tag, { type: "language" }) ?? tag }));
  const some = of === "selected";
  const out = useMutation({
    mutationFn: async (to: string) => {
      const what = some ? { entries: selected } : { type, ...(space && { space }) };
      const answer = await api.POST("/api/v1/translations/export", { body: { ...what, state, source, target: to, format, open, separator: "comma" }, parseAs: "blob" });
      const blob = await ask(Promise.resolve(answer));
      save(`${type}.${source}-${to}.${format === "csv" ? "csv" : "xlf"}`, [blob as unknown as Blob], format === "csv" ? "text/csv" : "application/xliff+xml");
      const count = (name: string) => Number(answer.response.headers.get(name)) || 0;
      return { n: count("Portico-Entries"), left: count("Portico-Left-Out") };
    },
    onSuccess: (saved) => {
      notify.done(t("translations.saved", saved));
      onClose();
    },
  });
  const own422 = out.error instanceof Problem && out.error.status === 422 ? out.error.message : "";
  return (
    <Stack>
      {out.error && <Alert color="red" role="alert">{sayProblem(c, out.error)} {own422}</Alert>}
      <Group grow align="flex-start">
        <Select label={t("translations.source")} data={languages} value={source} allowDeselect={false} searchable onChange={(v) => v && setSource(v)} />
        <Select label={t("translations.target")} data={languages} value={target} searchable onChange={setTarget} />
      </Group>
      {selected.length > 0 && (
        <SegmentedControl aria-label={t("translations.of")} value={of} onChange={setOf} data={[{ value: "selected", label: t("translations.of.selected", { n: selected.length }) }, { value: "type", label: t("translations.of.type") }]} />
      )}
      {!some && (
        <Select label={t("translations.state")} allowDeselect={false} data={states.map((value) => ({ value, label: t(`translations.state.${value}`) }))} value={state} onChange={(v) => v && setState(v as typeof state)} />
      )}
      <div>
        <Text size="sm" fw={500} mb={4}>{t("translations.format")}</Text>
        <SegmentedControl aria-label={t("translations.format")} value={format} onChange={(v) => setFormat(v as typeof format)} data={[{ value: "xliff", label: "XLIFF 2.1" }, { value: "csv", label: "CSV" }]} />
      </div>
      <Checkbox label={t("translations.open")} checked={open} onChange={(e) => setOpen(e.currentTarget.checked)} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>{c("cancel")}</Button>
        <Action leftSection={<IconDownload size={16} />} reason={(!target || target === source) && t("translations.locales")} loading={out.isPending} onClick={() => target && out.mutate(target)}>{t("translations.save")}</Action>
      </Group>
    </Stack>
  );
}
