import { DateInput, DatesProvider } from "@mantine/dates";
import "dayjs/locale/fr";
import { language } from "../language";
import { useStore } from "../store";
import { useTexts } from "../texts";
import { common } from "../texts-common";

interface Props {
  /** What is asked; shown above, unless it is only for screen readers. */
  label: string;
  hidden?: boolean;
  /** YYYY-MM-DD; "" is none. */
  value: string;
  onChange: (next: string) => void;
  min?: string | undefined;
  max?: string | undefined;
  /** In a popover, which must not close by a click on the calendar. */
  inside?: boolean;
}

/** Day asks for a day, in the reader's language. */
export function Day({ label, hidden = false, value, onChange, min, max, inside = false }: Props) {
  const c = useTexts(common);
  const locale = useStore(language);
  return (
    <DatesProvider settings={{ locale, firstDayOfWeek: 1 }}>
      <DateInput
        {...(hidden ? { "aria-label": label } : { label })} value={value || null} onChange={(next) => onChange(next ?? "")} clearable clearButtonProps={{ "aria-label": c("clear") }} flex={1}
        valueFormat={locale === "fr" ? "D MMM YYYY" : "MMM D, YYYY"} {...(min && { minDate: min })} {...(max && { maxDate: max })} popoverProps={{ withinPortal: !inside }}
      />
    </DatesProvider>
  );
}
