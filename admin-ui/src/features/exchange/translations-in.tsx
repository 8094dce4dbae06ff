import { Alert, Button, Checkbox, FileInput, Group, Stack } from "@mantine/core";
import { IconAlertTriangle, IconDownload, IconUpload } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Schemas } from "../../api/client";
import { Problem } from "../../api/problem";
import { send } from "../../api/send";
import { useNotify } from "../../kit/notify";
import { sayItem } from "../../kit/item-texts";
import { sayProblem } from "../../kit/problem-texts";
import type { Translate } from "../../kit/texts";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import type { Row } from "./report";
import { ReportTable } from "./report-table";
import { texts } from "./texts";
import { useReport } from "./use-report";

type Answer = Schemas["ImportBody"];

/** TranslationsIn takes a file back from translators: what each entry gets of it is shown first, then it is taken over into drafts. */
export function TranslationsIn({ onClose }: { onClose: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const notify = useNotify();
  const queries = useQueryClient();
  const { download } = useReport();
  const [file, setFile] = useState<File | null>(null);
  const [force, setForce] = useState(false);
  const post = (chosen: File, dry: boolean, forced: boolean) => send<Answer>(`/api/v1/translations/import?try=${String(dry)}&force=${String(forced)}`, chosen, {
    headers: { "Content-Type": /\.csv$/i.test(chosen.name) ? "text/csv" : "application/xliff+xml" }, onPart: () => undefined, signal: new AbortController().signal,
  });
  const look = useMutation({ mutationFn: ({ chosen, forced }: { chosen: File; forced: boolean }) => post(chosen, true, forced) });
  const apply = useMutation({
    mutationFn: (chosen: File) => post(chosen, false, force),
    onSuccess: (done) => {
      void queries.invalidateQueries({ queryKey: ["entries"] });
      notify.done(t("translations.done", { n: done.entries?.filter((e) => e.state === "saved").length ?? 0 }));
      onClose();
    },
  });
  const rows = look.data ? rowsOf(look.data, t, c) : [];
  const useful = rows.some((r) => r.state === "saved");
  const conflicts = (look.data?.entries ?? []).some((e) => (e.conflicts?.length ?? 0) > 0) || force;
  const error = apply.error ?? look.error;
  const again = (chosen: File | null, forced: boolean) => {
    setFile(chosen);
    setForce(forced);
    look.reset();
    apply.reset();
    if (chosen) look.mutate({ chosen, forced });
  };
  return (
    <Stack>
      <FileInput
        label={t("file")} description={t("file.translations")} placeholder={t("file.none")} accept=".xlf,.xliff,.xml,.csv" value={file} onChange={(next) => again(next, force)} clearable
        clearButtonProps={{ "aria-label": c("clear") }} leftSection={<IconUpload size={16} aria-hidden />}
      />
      {error && (
        <Alert color="red" icon={<IconAlertTriangle />} role="alert" title={t("import.refused")}>
          {[sayProblem(c, error), ...(error instanceof Problem ? error.items.slice(0, 5).map((i) => sayItem(c, i)) : [])].join(" ")}
        </Alert>
      )}
      {rows.length > 0 && <ReportTable rows={rows} lines={false} />}
      {conflicts && <Checkbox label={t("translations.force")} checked={force} onChange={(e) => again(file, e.currentTarget.checked)} />}
      <Group justify="flex-end">
        {rows.length > 0 && <Button variant="subtle" leftSection={<IconDownload size={16} />} mr="auto" onClick={() => download(rows, `${file?.name ?? "translations"}.report.csv`)}>{t("download")}</Button>}
        <Button variant="default" onClick={onClose}>{c("cancel")}</Button>
        <Action reason={!file ? t("file.missing") : look.data && !useful && t("import.nothing")} loading={look.isPending || apply.isPending} onClick={() => file && apply.mutate(file)}>{t("translations.apply")}</Action>
      </Group>
    </Stack>
  );
}

/** rowsOf says what each entry gets of the file; what the file itself has wrong comes first. */
function rowsOf(answer: Answer, t: Translate<typeof texts>, c: Translate<typeof common>): Row[] {
  const own = (answer.problems ?? []).map((p): Row => ({ line: 0, state: "failed", entry: "", note: sayItem(c, p) }));
  return [...own, ...(answer.entries ?? []).map((e): Row => {
    const [applied, conflicts] = [e.applied?.length ?? 0, e.conflicts?.length ?? 0];
    const notes = [applied > 0 && t("translations.applied", { n: applied }), conflicts > 0 && t("translations.conflicts", { n: conflicts }), ...[...(e.problems ?? []), ...(e.atPublish ?? [])].map((p) => `${p.pointer ?? ""} ${p.message}`.trim())];
    return { line: 0, state: e.state, entry: e.id, id: e.id, note: notes.filter(Boolean).join(" · ") };
  })];
}
