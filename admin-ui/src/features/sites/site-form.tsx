import { Alert, Button, Checkbox, Group, Select, SimpleGrid, Stack, TagsInput, Textarea, TextInput, Title } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useStore } from "../../kit/store";
import { language } from "../../kit/language";
import { type Flaws, useForm } from "../../kit/form";
import { sitesQuery } from "../../kit/model";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { releasesQuery } from "../designsystem/index";
import { useBrands } from "./brands";
import { Locales } from "./locales";
import { channels, integrations, type Site, statuses, type Values, valuesOf } from "./model";
import { texts } from "./texts";

const Options = lazy(() => import("./options"));

interface Props {
  /** The site as it is; none for one that is to be registered. */
  site?: Site;
  readOnly?: boolean;
  submit: (values: Values) => Promise<Site>;
  onDone: (site: Site) => void;
}

/** SiteForm has every field of the registry. */
export function SiteForm({ site, readOnly = false, submit, onDone }: Props) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const lang = useStore(language);
  const others = useQuery(sitesQuery).data ?? [];
  const form = useForm<Values, Site>({ initial: valuesOf(site), check: (v) => check(t, v), submit, onDone });
  const { values: v, set, flaws, text } = form;
  const releases = useQuery({ ...releasesQuery, retry: false }).data ?? [];
  const versions = [...new Set([...releases.filter((r) => !r.retirement?.withdrawnAt).map((r) => r.version), ...(channels.some((x) => x === v.channel) ? [] : [v.channel])])];
  const own = useBrands();
  const brands = [...new Set([...own, ...others.map((s) => s.brand), ...(v.brand ? [v.brand] : [])])].sort();
  return (
    <form {...form.form}>
      <Stack gap="lg">
        {form.problem && <Alert color="red" role="alert">{form.problem}</Alert>}
        <fieldset className="p-card p-set" disabled={readOnly}>
          <Title order={2}>{t("form.what")}</Title>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput label={t("name")} required {...text("name")} />
            <TextInput label={t("key")} description={site ? t("key.fixed") : t("key.help")} required readOnly={site !== undefined} maxLength={40} inputWrapperOrder={["label", "input", "description", "error"]} {...text("key")} />
          </SimpleGrid>
          <Textarea label={t("description")} autosize minRows={2} maxRows={6} name="description" value={v.description} error={flaws.description} onChange={(e) => set({ description: e.currentTarget.value })} />
          <TagsInput label={t("origins")} description={t("origins.help")} required value={v.origins} error={flaws.origins} onChange={(origins) => set({ origins })} placeholder={v.origins.length === 0 ? "https://www.example.com" : ""} splitChars={[",", " "]} />
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            <TextInput label={t("stack")} placeholder="Java 21, Spring Boot" {...text("stack")} />
            <TextInput label={t("owner")} description={t("owner.help")} required inputWrapperOrder={["label", "input", "description", "error"]} {...text("owner")} />
            <TextInput label={t("contact")} description={t("contact.help")} inputWrapperOrder={["label", "input", "description", "error"]} {...text("contact")} />
          </SimpleGrid>
        </fieldset>
        <fieldset className="p-card p-set" disabled={readOnly}>
          <Title order={2}>{t("locales")}</Title>
          <Locales value={v.locales} main={v.defaultLocale} error={flaws.locales ?? flaws.defaultLocale} readOnly={readOnly} onChange={(locales, defaultLocale) => set({ locales, defaultLocale })} />
        </fieldset>
        <fieldset className="p-card p-set" disabled={readOnly}>
          <Title order={2}>{t("form.look")}</Title>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <Select label={t("brand")} description={t("brand.help")} required searchable data={brands} value={v.brand || null} error={flaws.brand} onChange={(brand) => set({ brand: brand ?? "" })} />
            <Select label={t("theme")} description={t("theme.help")} value={v.theme || "any"} error={flaws.theme} allowDeselect={false} onChange={(theme) => set({ theme: theme === "any" ? "" : (theme ?? "") })} data={(["any", "light", "dark"] as const).map((x) => ({ value: x, label: t(`theme.${x}`) }))} />
            <Select label={t("parent")} description={t("parent.help")} clearable searchable value={v.parent || null} error={flaws.parent} onChange={(parent) => set({ parent: parent ?? "" })} data={others.filter((s) => s.key !== v.key).map((s) => ({ value: s.key, label: s.name }))} />
            <Select label={t("channel")} description={t("channel.help")} value={v.channel} error={flaws.channel} allowDeselect={false} onChange={(channel) => channel && set({ channel })} data={[{ group: t("channel.moving"), items: channels.map((x) => ({ value: x as string, label: t(`channel.${x}`) })) }, ...(versions.length > 0 ? [{ group: t("channel.pinned"), items: versions }] : [])]} />
          </SimpleGrid>
        </fieldset>
        <fieldset className="p-card p-set" disabled={readOnly}>
          <Title order={2}>{t("form.alignment")}</Title>
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            <Select label={t("status")} value={v.status} error={flaws.status} allowDeselect={false} onChange={(status) => status && set({ status })} data={statuses.map((x) => ({ value: x, label: t(`status.${x}`) }))} />
            <DateInput label={t("targetDate")} clearable clearButtonProps={{ "aria-label": c("clear") }} locale={lang} valueFormat={lang === "fr" ? "D MMMM YYYY" : "MMMM D, YYYY"} value={v.targetDate || null} error={flaws.targetDate} onChange={(date) => set({ targetDate: date ?? "" })} />
            <Select label={t("integration")} value={v.integration} error={flaws.integration} allowDeselect={false} onChange={(integration) => integration && set({ integration })} data={integrations.map((x) => ({ value: x, label: t(`integration.${x}`) }))} />
            <TextInput label={t("signIn")} description={t("signIn.help")} placeholder="/account/sign-in" {...text("signIn")} />
          </SimpleGrid>
          <Checkbox label={t("private")} description={t("private.help")} checked={v.private} onChange={(e) => set({ private: e.currentTarget.checked })} />
        </fieldset>
        {site && <Suspense><Options options={v.options} locales={v.locales.map((l) => l.tag)} error={flaws.options} readOnly={readOnly} onChange={(options) => set({ options })} /></Suspense>}
        {!readOnly && (
          <Group justify="flex-end" className="p-form-end">
            <Button type="submit" loading={form.busy}>{site ? c("save") : t("register")}</Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}

function check(t: ReturnType<typeof useTexts<typeof texts>>, v: Values): Flaws<Values> {
  const flaws: Flaws<Values> = {};
  for (const name of ["name", "owner", "brand"] as const) if (v[name].trim() === "") flaws[name] = t("required");
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(v.key) || v.key === "shared") flaws.key = t("key.bad");
  if (v.origins.length === 0) flaws.origins = t("required");
  if (v.locales.length === 0) flaws.locales = t("locales.required");
  if (v.signIn !== "" && !/^\/(?!\/)/.test(v.signIn)) flaws.signIn = t("path.bad");
  return flaws;
}
