import { DatesProvider, DateTimePicker } from "@mantine/dates";
import "dayjs/locale/fr";
import { useState } from "react";
import { language } from "../language";
import { useStore } from "../store";
import { defineTexts, useTexts } from "../texts";

const texts = defineTexts({
  clear: { en: "Clear", fr: "Effacer" },
  hour: { en: "Hour", fr: "Heure" },
  minute: { en: "Minute", fr: "Minute" },
  next: { en: "Next", fr: "Suivant" },
  ok: { en: "OK", fr: "OK" },
  previous: { en: "Previous", fr: "Précédent" },
  time: { en: "Time", fr: "Heure" },
  zone: { en: "In your time zone, {zone}", fr: "Dans votre fuseau horaire, {zone}" },
});

const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

interface Props {
  label: string;
  /** RFC 3339; "" is none. */
  value: string;
  onChange: (next: string) => void;
  error?: string | undefined;
  /** Only what is still to come. */
  future?: boolean;
}

/** When asks for a day and a time, in the reader's language and time zone. */
export function When({ label, value, onChange, error, future = false }: Props) {
  const t = useTexts(texts);
  const locale = useStore(language);
  const [now] = useState(() => local(new Date()));
  return (
    <DatesProvider settings={{ locale, firstDayOfWeek: 1 }}>
      <DateTimePicker
        label={label} description={t("zone", { zone })} error={error} value={value ? local(new Date(value)) : null} clearable
        valueFormat={locale === "fr" ? "D MMMM YYYY, HH:mm" : "MMMM D, YYYY, HH:mm"} {...(future && { minDate: now })}
        onChange={(next) => onChange(next ? new Date(next.replace(" ", "T")).toISOString() : "")}
        clearButtonProps={{ "aria-label": t("clear") }} submitButtonProps={{ "aria-label": t("ok") }}
        nextLabel={t("next")} previousLabel={t("previous")}
        timePickerProps={{ hoursInputLabel: t("hour"), minutesInputLabel: t("minute"), "aria-label": t("time") }}
      />
    </DatesProvider>
  );
}

/** local writes a moment as the picker wants it: the wall clock of this time zone. */
function local(date: Date): string {
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 19).replace("T", " ");
}
