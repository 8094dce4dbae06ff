import { Alert, Button, Checkbox, FileInput, Group, Modal, Progress, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconDownload, IconUpload } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Problem } from "../../api/problem";
import { sayProblem } from "../../kit/problem-texts";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { importLines, type Mode, outdated, startImport } from "./import";
import { ReportTable } from "./report-table";
import { texts } from "./texts";
import { useReport } from "./use-report";

/** ImportDialog takes a file of entries: it is checked first, with what would become of each line, and only then imported. */
export default function ImportDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const queries = useQueryClient();
  const { rows, summary, download, report } = useReport();
  const [file, setFile] = useState<File | null>(null);
  const [mode, setMode] = useState<Mode>({ create: false, force: false });
  const [part, setPart] = useState(0);
  const check = useMutation({
    mutationFn: (chosen: File) => importLines(chosen, { ...mode, dryRun: true, onPart: setPart, signal: new AbortController().signal }),
    onMutate: () => setPart(0),
  });
  const done = check.data;
  const list = done || check.error ? rows(done, check.error) : [];
  const useful = done ? done.created + done.updated + done.published : 0;
  const choose = (next: File | null) => {
    setFile(next);
    check.reset();
    if (next) check.mutate(next);
  };
  const decide = (chosen: Partial<Mode>) => {
    setMode({ ...mode, ...chosen });
    check.reset();
  };
  const start = () => {
    if (!file) return;
    void startImport(queries, file, mode, t("apply.title", { file: file.name }), report(file.name));
    onClose();
  };
  return (
    <Modal opened onClose={onClose} size="xl" title={t("import")} closeButtonProps={{ "aria-label": c("close") }}>
      <Stack>
        <FileInput
          label={t("file")} description={t("file.lines")} placeholder={t("file.none")} accept=".ndjson,.jsonl,.json,application/x-ndjson" value={file} onChange={choose} clearable
          clearButtonProps={{ "aria-label": c("clear") }} leftSection={<IconUpload size={16} aria-hidden />} data-autofocus
        />
        <Checkbox label={t("import.create")} checked={mode.create} onChange={(e) => decide({ create: e.currentTarget.checked })} />
        <Checkbox
          label={t("import.force")} description={t("import.force.help")} checked={mode.force && !mode.create} disabled={mode.create}
          onChange={(e) => decide({ force: e.currentTarget.checked })}
        />
        {check.isPending && <div role="status"><Text size="sm" mb={4}>{t("import.checking")}</Text><Progress value={part * 100} animated={part === 1} aria-label={t("import.checking")} /></div>}
        {done && <Alert color="green" icon={<IconCircleCheck />} title={t(useful > 0 ? "import.ok" : "import.nothing")}>{summary(done)}</Alert>}
        {check.error && (
          <Alert color="red" icon={<IconAlertTriangle />} role="alert" title={t("import.refused")}>
            {list.length > 0 ? t("failed", { n: list.length }) : `${sayProblem(c, check.error)} ${check.error instanceof Problem ? check.error.message : ""}`}
            {outdated(check.error) && <Text size="sm" mt={4}>{t("import.stale")}</Text>}
          </Alert>
        )}
        {list.length > 0 && <ReportTable rows={list} />}
        {useful > 0 && <Text size="sm" c="dimmed">{t("import.all")}</Text>}
        <Group justify="flex-end">
          {list.length > 0 && <Button variant="subtle" leftSection={<IconDownload size={16} />} mr="auto" onClick={() => download(list, `${file?.name ?? "import"}.check.csv`)}>{t("download")}</Button>}
          <Button variant="default" onClick={onClose}>{c("cancel")}</Button>
          {done
            ? <Action reason={useful === 0 && t("import.nothing")} onClick={start}>{t("apply", { n: useful === 0 ? 0 : done.created + done.updated || done.published })}</Action>
            : <Action reason={!file && t("file.missing")} loading={check.isPending} onClick={() => file && check.mutate(file)}>{t("import.check")}</Action>}
        </Group>
      </Stack>
    </Modal>
  );
}
