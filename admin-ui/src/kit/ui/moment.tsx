import { Tooltip } from "@mantine/core";
import { useEffect, useState } from "react";
import { useIntl } from "react-intl";

const units = [["day", 86_400], ["hour", 3600], ["minute", 60]] as const;

/** Moment says when something was or will be: near times in words, others as a date; the whole date is one gesture away. */
export function Moment({ at }: { at: string }) {
  const intl = useIntl();
  const date = new Date(at);
  const now = useNow();
  const seconds = (date.getTime() - now) / 1000;
  const whole = intl.formatDate(date, { dateStyle: "full", timeStyle: "short" });
  const near = units.find(([, length]) => Math.abs(seconds) >= length);
  const words = Math.abs(seconds) > 7 * 86_400
    ? intl.formatDate(date, { dateStyle: "medium" })
    : intl.formatRelativeTime(near ? Math.round(seconds / near[1]) : 0, near ? near[0] : "second", { numeric: "auto" });
  return (
    <Tooltip label={whole}>
      <time dateTime={at}>{words}</time>
    </Tooltip>
  );
}

/** useNow is the present, to half a minute. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
