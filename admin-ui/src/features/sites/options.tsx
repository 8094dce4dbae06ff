import { Alert, Checkbox, MultiSelect, Select, SimpleGrid, TagsInput, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { sitesQuery } from "../../kit/model";
import { useTexts } from "../../kit/texts";
import { Consent } from "./options-consent";
import { Links } from "./options-links";
import { optionTexts } from "./texts-options";

export type SiteOptions = Schemas["SiteOptions"];

interface Props {
  options: SiteOptions;
  locales: readonly string[];
  error: string | undefined;
  readOnly: boolean;
  onChange: (next: SiteOptions) => void;
}

/** Options are what a site has of its own in the shared parts: in the header, in the menus, in the question for consent. */
export default function Options({ options: o, locales, error, readOnly, onChange }: Props) {
  const t = useTexts(optionTexts);
  const sites = useQuery(sitesQuery).data ?? [];
  const put = (patch: Partial<SiteOptions>) => onChange({ ...o, ...patch });
  const names = [...sites.map((s) => ({ value: s.key, label: s.name })), ...(o.switcher ?? []).filter((k) => !sites.some((s) => s.key === k)).map((k) => ({ value: k, label: k }))];
  return (
    <fieldset className="p-card p-set" disabled={readOnly}>
      <Title order={2}>{t("options")}</Title>
      {error && <Alert color="red" role="alert">{error}</Alert>}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select label={t("logo")} value={o.logo || "named"} allowDeselect={false} onChange={(logo) => logo && put({ logo })} data={(["named", "alone"] as const).map((x) => ({ value: x, label: t(`logo.${x}`) }))} />
        <TextInput label={t("feedback")} description={t("feedback.help")} placeholder="/feedback" value={o.feedback ?? ""} onChange={(e) => put({ feedback: e.currentTarget.value })} inputWrapperOrder={["label", "input", "description"]} />
        <MultiSelect label={t("switcher")} description={t("switcher.help")} searchable clearable value={o.switcher ?? []} onChange={(switcher) => put({ switcher })} data={names} inputWrapperOrder={["label", "input", "description"]} />
        <TagsInput label={t("hidden")} description={t("hidden.help")} value={o.hidden ?? []} onChange={(hidden) => put({ hidden })} splitChars={[",", " "]} inputWrapperOrder={["label", "input", "description"]} />
      </SimpleGrid>
      <Checkbox label={t("sticky")} description={t("sticky.help")} checked={o.sticky ?? false} onChange={(e) => put({ sticky: e.currentTarget.checked })} />
      <Links label={t("menu")} help={t("menu.help")} links={o.menu ?? []} locales={locales} onChange={(menu) => put({ menu })} />
      <Links label={t("utility")} help={t("utility.help")} links={o.utility ?? []} locales={locales} onChange={(utility) => put({ utility })} />
      <Consent consent={o.consent ?? {}} locales={locales} onChange={(consent) => put({ consent })} />
    </fieldset>
  );
}
