import { Alert, Button, Group, MultiSelect, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { api, ask } from "../../api/client";
import { type Flaws, useForm } from "../../kit/form";
import { language } from "../../kit/language";
import { useMe } from "../../kit/session";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { useBrands } from "./brands";
import { usual } from "./locales";
import type { Site } from "./model";
import type { Way } from "./snippets";
import { type Draft, keyOf, siteOf, wrongIn } from "./start-model";
import { startTexts } from "./texts-start";
import { texts } from "./texts";

const stacks = [["fragments", "code"], ["nginx", "nginx"], ["apache", "apache"], ["varnish", "varnish"], ["loader", "loader"]] as const;

/** StartForm asks for what a first site needs; the rest has its defaults, and the site's page has all of it. */
export function StartForm({ onDone }: { onDone: (site: Site, way: Way) => void }) {
  const t = useTexts(startTexts);
  const s = useTexts(texts);
  const me = useMe();
  const lang = useStore(language);
  const brands = useBrands();
  const [ownKey, setOwnKey] = useState(false);
  const form = useForm<Draft, Site>({
    initial: { name: "", key: "", address: "", way: "loader", locales: [lang], brand: "" },
    check: (draft) => flawsOf(draft, { name: s("required"), key: s("key.bad"), address: t("address.bad"), locales: s("locales.required"), brand: s("required"), way: "" }),
    submit: (draft) => ask(api.POST("/api/v1/sites", { body: siteOf(draft, me.name) })),
    onDone: (site) => onDone(site, form.values.way),
  });
  const { values: v, set, flaws, text } = form;
  useEffect(() => {
    if (v.brand === "" && brands[0]) set({ brand: brands[0] });
  }, [brands, v.brand, set]);
  const names = new Intl.DisplayNames([lang], { type: "language" });
  const rest = form.error && !form.problem && Object.keys(flaws).length === 0 ? s("required") : form.problem;
  return (
    <form {...form.form}>
      <Stack>
        {rest && <Alert color="red" role="alert">{rest}</Alert>}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput label={s("name")} required data-autofocus {...text("name")} onChange={(e) => set({ name: e.currentTarget.value, ...(!ownKey && { key: keyOf(e.currentTarget.value) }) })} />
          <TextInput
            label={s("key")} description={s("key.help")} required maxLength={40} inputWrapperOrder={["label", "input", "description", "error"]} {...text("key")}
            onChange={(e) => { setOwnKey(e.currentTarget.value !== ""); set({ key: e.currentTarget.value }); }}
          />
        </SimpleGrid>
        <TextInput label={t("address")} description={t("address.help")} required placeholder="https://www.example.com" type="url" inputWrapperOrder={["label", "input", "description", "error"]} {...text("address")} />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <Select
            label={s("stack")} description={t("stack.help")} inputWrapperOrder={["label", "input", "description", "error"]} allowDeselect={false} value={v.way}
            data={stacks.map(([value, label]) => ({ value, label: t(`stack.${label}`) }))} onChange={(way) => way && set({ way: way as Way })}
          />
          <MultiSelect
            label={t("languages")} description={t("languages.help")} inputWrapperOrder={["label", "input", "description", "error"]} required searchable value={v.locales} error={flaws.locales}
            data={usual.map((tag) => ({ value: tag, label: `${names.of(tag) ?? tag} (${tag})` }))} onChange={(locales) => set({ locales })}
          />
        </SimpleGrid>
        {brands.length !== 1 && <Select label={t("brand")} description={s("brand.help")} inputWrapperOrder={["label", "input", "description", "error"]} required data={brands} value={v.brand || null} error={flaws.brand} onChange={(brand) => set({ brand: brand ?? "" })} />}
        <Group><Button type="submit" loading={form.busy}>{t("next")}</Button></Group>
      </Stack>
    </form>
  );
}

function flawsOf(draft: Draft, say: Record<keyof Draft, string>): Flaws<Draft> {
  return Object.fromEntries(wrongIn(draft).map((name) => [name, say[name]]));
}
