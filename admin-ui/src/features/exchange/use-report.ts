import { useMemo } from "react";
import { sayItem } from "../../kit/item-texts";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import type { Report } from "../jobs/index";
import type { Done } from "./import";
import { refusedRows, reportFile, type Row, rowsOf } from "./report";
import { save } from "./save";
import { texts } from "./texts";

/** useReport says what an import did, in words, by line, and as a file. */
export function useReport() {
  const t = useTexts(texts);
  const c = useTexts(common);
  return useMemo(() => {
    const rows = (done: Done | undefined, error: unknown): Row[] => (done ? rowsOf(done, t("published")) : refusedRows(error, (i) => sayItem(c, i)));
    const summary = (done: Done): string => [
      done.created > 0 && t("created", { n: done.created }), done.updated > 0 && t("updated", { n: done.updated }), done.unchanged > 0 && t("unchanged", { n: done.unchanged }),
      done.published > 0 && t("published.n", { n: done.published }),
    ].filter(Boolean).join(" · ");
    const download = (list: Row[], name: string) =>
      save(name, [reportFile(list, [t("line"), t("report.state"), t("report.entry"), t("report.note")], (s) => t(`state.${s}`))], "text/csv");
    const report = (file: string) => (done: Done | undefined, error: unknown): Report => {
      const list = rows(done, error);
      return {
        summary: done ? summary(done) : list.length > 0 ? t("failed", { n: list.length }) : "", failed: list.filter((r) => r.state === "failed").map((r) => `${t("line")} ${r.line}: ${r.note}`),
        ...(list.length > 0 && { download: () => download(list, `${file}.report.csv`) }),
      };
    };
    return { rows, summary, download, report };
  }, [t, c]);
}
