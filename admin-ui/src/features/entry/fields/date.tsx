import { DateInput, DateTimePicker } from "@mantine/dates";
import "dayjs/locale/fr";
import { language } from "../../../kit/language";
import { useStore } from "../../../kit/store";
import { useTexts } from "../../../kit/texts";
import { common } from "../../../kit/texts-common";
import { useValue } from "../context";
import { type FieldProps, Frame, useAria } from "./frame";

/** Day is a date without a time. */
export function Day({ field, path }: FieldProps) {
  const c = useTexts(common);
  const locale = useStore(language);
  const [value, set] = useValue(path);
  const aria = useAria({ field, path });
  return (
    <Frame field={field} path={path}>
      <DateInput
        {...aria} locale={locale} firstDayOfWeek={1} valueFormat={locale === "fr" ? "D MMMM YYYY" : "MMMM D, YYYY"} clearable={!field.required} maw={280} popoverProps={{ withinPortal: true }}
        clearButtonProps={{ "aria-label": c("clear") }} value={typeof value === "string" ? value : null} onChange={(v) => set(v ?? undefined)}
      />
    </Frame>
  );
}

/** Instant is a date and a time. It is kept in UTC, and shown and written in the time of this machine. */
export function Instant({ field, path }: FieldProps) {
  const c = useTexts(common);
  const locale = useStore(language);
  const [value, set] = useValue(path);
  const aria = useAria({ field, path });
  return (
    <Frame field={field} path={path}>
      <DateTimePicker
        {...aria} locale={locale} firstDayOfWeek={1} valueFormat={locale === "fr" ? "D MMMM YYYY HH:mm" : "MMMM D, YYYY h:mm A"} clearable={!field.required} maw={320}
        clearButtonProps={{ "aria-label": c("clear") }} value={typeof value === "string" ? new Date(value) : null} onChange={(v) => set(v ? new Date(v).toISOString() : undefined)}
      />
    </Frame>
  );
}
