import { ActionIcon, Button, CloseButton, Group, Progress, Text } from "@mantine/core";
import { IconCircleCheck, IconRefresh } from "@tabler/icons-react";
import { useEffect } from "react";
import type { Problem } from "../../api/problem";
import { sayProblem } from "../../kit/problem-texts";
import { type Translate, useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { texts } from "./texts";
import { type Upload, uploads } from "./uploads";

const seen = 4000; // milliseconds that a queue without a failure stays once it is through

/** UploadTray shows the queue in a corner, on every screen. Where all went well it goes by itself: what was uploaded is where it belongs. */
export default function UploadTray({ list }: { list: Upload[] }) {
  const t = useTexts(texts);
  const done = list.filter((u) => u.state === "done").length;
  const over = list.every((u) => u.state === "done" || u.state === "failed");
  const well = done === list.length;
  useEffect(() => {
    if (!well) return undefined;
    const timer = setTimeout(() => uploads.clear(), seen);
    return () => clearTimeout(timer);
  }, [well]);
  return (
    <section className="p-uploads" aria-label={t("queue")}>
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600} size="sm" role="status">{t("queue.progress", { done, total: list.length })}</Text>
        {over && <Button size="compact-xs" variant="default" onClick={() => uploads.clear()}>{t("queue.clear")}</Button>}
      </Group>
      <ul>{list.map((u) => <One key={u.id} upload={u} />)}</ul>
    </section>
  );
}

function One({ upload: u }: { upload: Upload }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const percent = Math.round(u.part * 100);
  return (
    <li data-state={u.state}>
      <div className="p-upload-head">
        <Text size="sm" truncate title={u.name}>{u.name}</Text>
        {u.state === "done" ? <IconCircleCheck size={16} aria-label={t("state.done")} /> : <Text size="xs" c="dimmed">{t(`state.${u.state}`, { percent })}</Text>}
        {u.state === "failed" && <ActionIcon size="sm" aria-label={t("retry", { file: u.name })} onClick={() => uploads.retry(u.id)}><IconRefresh size={15} /></ActionIcon>}
        {u.state !== "done" && <CloseButton size="sm" aria-label={t("cancel", { file: u.name })} onClick={() => uploads.cancel(u.id)} />}
      </div>
      {u.state === "sending" && <Progress value={percent} size="xs" aria-label={u.name} />}
      {u.problem && u.state === "failed" && <Text size="xs" c="red">{sayUpload(u.problem, t, c)}</Text>}
    </li>
  );
}

/** sayUpload says why a file was not taken. */
export function sayUpload(problem: Problem, t: Translate<typeof texts>, c: Translate<typeof common>): string {
  if (problem.status === 413) return t("failed.large");
  if (problem.status === 415) return t("failed.kind");
  return problem.status === 422 ? `${t("failed.kind")} (${problem.message})` : sayProblem(c, problem);
}
