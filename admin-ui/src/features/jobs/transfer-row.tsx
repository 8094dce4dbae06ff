import { Anchor, Button, CloseButton, Group, Progress, Text } from "@mantine/core";
import { useEffect } from "react";
import { sayProblem } from "../../kit/problem-texts";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { dismissJob, type Transfer } from "./index";
import { texts } from "./texts";

const shown = 5; // refused lines; the report has all

/** TransferRow says how far a file is, and what became of it. What went well without a report goes by itself. */
export function TransferRow({ transfer: r }: { transfer: Transfer }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const over = r.state === "done" || r.state === "failed" || r.state === "cancelled";
  const passing = r.state === "cancelled" || (r.state === "done" && !r.report);
  useEffect(() => {
    if (!passing) return undefined;
    const timer = setTimeout(() => dismissJob(r.id), 6000);
    return () => clearTimeout(timer);
  }, [passing, r.id]);
  return (
    <div className="p-job" data-transfer={r.state}>
      <div className="p-job-head">
        <Text fw={600} size="sm" className="p-wrap">{r.title}</Text>
        <Text size="sm" c={r.state === "failed" ? "red" : "dimmed"} role="status">{stateOf()}</Text>
        {over && <CloseButton ml="auto" size="sm" aria-label={c("close")} onClick={() => dismissJob(r.id)} />}
        {!over && r.cancel && <Button ml="auto" size="compact-xs" variant="default" onClick={r.cancel}>{t("cancel")}</Button>}
      </div>
      {!over && <Progress value={r.part * 100} animated={r.part === 1} size="sm" aria-label={r.title} />}
      {r.report?.summary && <Text size="sm">{r.report.summary}</Text>}
      {r.problem && !r.report?.failed.length && <Text size="sm">{sayProblem(c, r.problem)}</Text>}
      {r.report && r.report.failed.length > 0 && (
        <ul className="p-job-rows">
          {r.report.failed.slice(0, shown).map((line) => <li key={line}>{line}</li>)}
          {r.report.failed.length > shown && <li>{t("transfer.more", { n: r.report.failed.length - shown })}</li>}
        </ul>
      )}
      {r.report?.download && <Group><Anchor component="button" type="button" size="sm" onClick={r.report.download}>{t("transfer.report")}</Anchor></Group>}
    </div>
  );

  function stateOf(): string {
    if (r.state === "sending") return t("transfer.sending", { percent: Math.round(r.part * 100) });
    if (r.state === "done" && r.count !== undefined) return t("transfer.export", { n: r.count });
    if (r.state === "failed" && r.kind === "export") return "";
    return t(`transfer.${r.state}`);
  }
}
