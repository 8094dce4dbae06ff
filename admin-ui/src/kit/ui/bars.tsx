import { Tooltip, VisuallyHidden } from "@mantine/core";
import { useIntl } from "react-intl";

export interface Bar {
  key: string;
  label: string;
  value: number;
}

interface Props {
  /** What is counted; the heading of the table that a screen reader gets. */
  label: string;
  bars: Bar[];
  /** "time" stands upright and is short; "names" lies, with its labels beside it. */
  kind: "time" | "names";
}

/** Bars is a small chart: to be looked at by who sees it, and a table for who does not. */
export function Bars({ label, bars, kind }: Props) {
  const intl = useIntl();
  const most = Math.max(1, ...bars.map((b) => b.value));
  const say = (value: number) => intl.formatNumber(value);
  return (
    <figure className="p-bars" data-kind={kind}>
      <div aria-hidden className="p-bars-plot">
        {bars.map((b) => {
          const part = `${(100 * b.value) / most}%`;
          return (
            <div key={b.key} className="p-bars-one">
              {kind === "names" && <span className="p-bars-name">{b.label}</span>}
              <Tooltip label={`${b.label}: ${say(b.value)}`}>
                <span className="p-bars-track"><span className="p-bars-fill" style={kind === "time" ? { blockSize: part } : { inlineSize: part }} /></span>
              </Tooltip>
              {kind === "names" && <span className="p-bars-value">{say(b.value)}</span>}
            </div>
          );
        })}
      </div>
      {kind === "time" && bars.length > 1 && <div aria-hidden className="p-bars-ends"><span>{bars[0]?.label}</span><span>{bars.at(-1)?.label}</span></div>}
      <VisuallyHidden>
        <table>
          <caption>{label}</caption>
          <tbody>{bars.map((b) => <tr key={b.key}><th scope="row">{b.label}</th><td>{say(b.value)}</td></tr>)}</tbody>
        </table>
      </VisuallyHidden>
    </figure>
  );
}
