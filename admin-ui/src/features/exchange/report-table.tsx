import { Badge, Table, Text } from "@mantine/core";
import { useTexts } from "../../kit/texts";
import { EntryLink } from "../../kit/ui/entry-link";
import type { Row } from "./report";
import { texts } from "./texts";

const most = 100; // rows that are shown; the file has all

const colors = { created: "green", updated: "blue", saved: "green", unchanged: "gray", failed: "red" } as const;

/** ReportTable shows what becomes of each line; what failed comes first. */
export function ReportTable({ rows, lines = true }: { rows: Row[]; lines?: boolean }) {
  const t = useTexts(texts);
  const order = [...rows.filter((r) => r.state === "failed"), ...rows.filter((r) => r.state !== "failed")];
  return (
    <section className="p-report" tabIndex={0} aria-label={t("report")}>
      <Table stickyHeader>
        <Table.Thead>
          <Table.Tr>
            {lines && <Table.Th scope="col">{t("line")}</Table.Th>}
            <Table.Th scope="col">{t("report.state")}</Table.Th><Table.Th scope="col">{t("report.entry")}</Table.Th><Table.Th scope="col">{t("report.note")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {order.slice(0, most).map((r, i) => (
            // eslint-disable-next-line react/no-array-index-key -- rows do not change
            <Table.Tr key={`${r.line} ${i}`}>
              {lines && <Table.Td>{r.line > 0 ? r.line : "–"}</Table.Td>}
              <Table.Td><Badge color={colors[r.state]} className="p-status">{t(`state.${r.state}`)}</Badge></Table.Td>
              <Table.Td>{r.id && r.state !== "created" ? <EntryLink id={r.id}>{r.entry}</EntryLink> : r.entry}</Table.Td>
              <Table.Td><Text size="sm" className="p-wrap">{r.note}</Text></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {order.length > most && <Text size="sm" c="dimmed" p="xs">{t("more", { n: order.length - most })}</Text>}
    </section>
  );
}
