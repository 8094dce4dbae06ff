import { Select } from "@mantine/core";
import { useState } from "react";
import { useTexts } from "../../kit/texts";
import { Gets } from "./gets";
import { Lines, Step, Ways } from "./lines";
import { LiveCheck } from "./live-check";
import type { Site } from "./model";
import type { Way } from "./snippets";
import { wayOf } from "./start-model";
import { texts } from "./texts";

/** Integrate leads a developer from the registered site to its header: what to add, what the site will get, and whether it came. */
export function Integrate({ site }: { site: Site }) {
  const t = useTexts(texts);
  const [way, setWay] = useState<Way>(wayOf(site));
  const [locale, setLocale] = useState(site.defaultLocale);
  return (
    <div className="p-steps">
      <Step n={1} title={t("step.way")}>
        <Ways site={site} way={way} onChange={setWay} label={t("step.way")} />
        <Select label={t("locale")} value={locale} onChange={(l) => l && setLocale(l)} data={(site.locales ?? []).map((l) => l.tag)} w={140} mt="sm" allowDeselect={false} />
      </Step>
      <Step n={2} title={t("step.copy")}><Lines site={site} way={way} locale={locale} /></Step>
      <Step n={3} title={t("step.gets")}><Gets site={site} locale={locale} label={t("step.gets")} /></Step>
      <Step n={4} title={t("step.check")}><LiveCheck site={site} locale={locale} /></Step>
    </div>
  );
}
