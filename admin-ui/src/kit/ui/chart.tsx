import { Table, Tooltip } from "@mantine/core";
import { useIntl } from "react-intl";
import { defineTexts, useTexts } from "../texts";

const texts = defineTexts({
  all: { en: "All", fr: "Total" },
  table: { en: "As a table", fr: "En tableau" },
});

/** A Row is what stands at one place of a chart: a value for each series, in their order. */
export interface Row {
  key: string;
  label: string;
  values: number[];
}

interface Props {
  /** What is counted. */
  label: string;
  /** What each row's heading is: day, site, language. */
  of: string;
  /** At most six; each has a colour of its own, and its name in the legend. */
  series: string[];
  /** The place of each series in the palette of team.css; without, it is its own. */
  colours?: readonly number[];
  rows: Row[];
  /** "time" stands upright, with little beside it; "names" lies, with its labels in front. */
  kind: "time" | "names";
}

const total = (row: Row): number => row.values.reduce((sum, v) => sum + v, 0);

/** top gives the number that an axis ends with: 1, 2 or 5 with zeros, so that its half is worth a line. */
export function top(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  const step = [1, 2, 5, 10].find((s) => s * power >= most) ?? 10;
  return Math.max(step * power, 2);
}

/** Chart is a small stacked chart. It is drawn for who sees it; the same numbers are a table, for a screen reader, a keyboard, and
    whoever wants them exact. */
export function Chart(props: Props) {
  const t = useTexts(texts);
  const { label, series, colours, rows, kind } = props;
  return (
    <figure className="p-chart" aria-label={label} data-kind={kind}>
      {series.length > 1 && <ul className="p-chart-legend" aria-hidden>{series.map((s, i) => <li key={s}><i data-series={colours?.[i] ?? i} />{s}</li>)}</ul>}
      {kind === "time" ? <Upright {...props} /> : <Lying {...props} />}
      <details className="p-chart-table">
        <summary>{t("table")}</summary>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long table is scrolled */}
        <div className="p-table" tabIndex={0} role="region" aria-label={label}><Numbers {...props} rows={kind === "time" ? rows.filter((r) => total(r) > 0) : rows} /></div>
      </details>
    </figure>
  );
}

function Upright({ series, colours, rows }: Props) {
  const intl = useIntl();
  const end = top(Math.max(0, ...rows.map(total)));
  const [first, last] = [rows[0], rows.at(-1)];
  const middle = rows.length > 8 ? rows[Math.floor((rows.length - 1) / 2)] : undefined;
  return (
    <div aria-hidden className="p-chart-upright">
      <div className="p-chart-axis">{[end, end / 2, 0].map((n) => <span key={n}>{Number.isInteger(n) ? intl.formatNumber(n) : ""}</span>)}</div>
      <div className="p-chart-plot">
        {rows.map((row) => (
          <Tooltip key={row.key} label={<Said row={row} series={series} />} events={{ hover: true, focus: false, touch: true }}>
            <div className="p-chart-column">
              {row.values.map((value, i) => value > 0 && <span key={series[i]} data-series={colours?.[i] ?? i} style={{ blockSize: `${(100 * value) / end}%` }} />)}
            </div>
          </Tooltip>
        ))}
      </div>
      <div className="p-chart-ends"><span>{first?.label}</span>{middle && <span>{middle.label}</span>}{last !== first && <span>{last?.label}</span>}</div>
    </div>
  );
}

function Lying({ series, colours, rows }: Props) {
  const intl = useIntl();
  const most = Math.max(1, ...rows.map(total));
  return (
    <div aria-hidden className="p-chart-lying">
      {rows.map((row) => (
        <div key={row.key} className="p-chart-row">
          <span className="p-chart-name">{row.label}</span>
          <Tooltip label={<Said row={row} series={series} />} events={{ hover: true, focus: false, touch: true }}>
            <span className="p-chart-track">{row.values.map((value, i) => value > 0 && <span key={series[i]} data-series={colours?.[i] ?? i} style={{ inlineSize: `${(100 * value) / most}%` }} />)}</span>
          </Tooltip>
          <span className="p-chart-value">{intl.formatNumber(total(row))}</span>
        </div>
      ))}
    </div>
  );
}

function Said({ row, series }: { row: Row; series: string[] }) {
  const intl = useIntl();
  const parts = row.values.flatMap((value, i) => (value > 0 ? [`${series.length > 1 ? `${series[i]}: ` : ""}${intl.formatNumber(value)}`] : []));
  return <>{row.label}{parts.length > 0 ? ` – ${parts.join(", ")}` : `: ${intl.formatNumber(0)}`}</>;
}

function Numbers({ of, series, rows }: Props) {
  const t = useTexts(texts);
  const intl = useIntl();
  const several = series.length > 1;
  return (
    <Table>
      <Table.Thead>
        <Table.Tr><Table.Th scope="col">{of}</Table.Th>{series.map((s) => <Table.Th key={s} scope="col" ta="end">{s}</Table.Th>)}{several && <Table.Th scope="col" ta="end">{t("all")}</Table.Th>}</Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.key}>
            <Table.Th scope="row">{row.label}</Table.Th>
            {row.values.map((value, i) => <Table.Td key={series[i]} ta="end">{intl.formatNumber(value)}</Table.Td>)}
            {several && <Table.Td ta="end">{intl.formatNumber(total(row))}</Table.Td>}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
