import { Alert, Button, Group, SimpleGrid, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { api, ask, ifMatch, type Schemas } from "../../api/client";
import { Problem } from "../../api/problem";
import { type Flaws, useForm } from "../../kit/form";
import { language } from "../../kit/language";
import { useNotify } from "../../kit/notify";
import { sayItem } from "../../kit/item-texts";
import { useStore } from "../../kit/store";
import { labelIn, languages, useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { GrantsEditor } from "./grants";
import { type Grant, grantOf, newGrant } from "./rights";
import { texts } from "./texts";

type Role = Schemas["RoleBody"];

interface Values {
  name: string;
  "label-en": string;
  "label-fr": string;
  "description-en": string;
  "description-fr": string;
  grants: Grant[];
}

const route = getRouteApi("/roles");

/** RoleForm changes a role of one's own, or makes one, perhaps as a copy. */
export function RoleForm({ role, from }: { role?: Role | undefined; from?: Role | undefined }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const locale = useStore(language);
  const notify = useNotify();
  const queries = useQueryClient();
  const go = route.useNavigate();
  const names = new Intl.DisplayNames([locale], { type: "language" });
  const form = useForm<Values, Role>({
    initial: start(role, from, t),
    check: (values) => {
      const flaws: Flaws<Values> = {};
      if (!role && !/^[a-z][a-z0-9-]{0,39}$/.test(values.name)) flaws.name = t("slug.bad");
      if (values["label-en"].trim() === "") flaws["label-en"] = t("label.missing");
      return flaws;
    },
    submit: (values) => save(values, role),
    onDone: async (saved) => {
      await queries.invalidateQueries({ queryKey: ["roles"] });
      notify.done(t(role ? "saved" : "created"));
      void go({ search: { role: saved.name } });
    },
  });
  const flaws = Object.fromEntries((form.error instanceof Problem ? form.error.items : [])
    .filter((i) => i.pointer?.startsWith("/grants/")).map((i) => [i.pointer?.replace("/grants/", "") ?? "", sayItem(c, i)]));
  return (
    <form {...form.form} className="p-card p-pad">
      <Stack>
        <div>
          <Title order={2}>{role ? t("edit") : t("new")}</Title>
          {role && <Text c="dimmed">{t("edit.lead")}</Text>}
        </div>
        {form.problem && <Alert color="red" role="alert">{form.problem}</Alert>}
        {!role && <TextInput label={t("slug")} description={t("slug.hint")} maxLength={40} maw={360} {...form.text("name")} />}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {languages.map((l) => <TextInput key={l} label={t("label", { language: names.of(l) ?? l })} maxLength={200} {...form.text(`label-${l}`)} />)}
          {languages.map((l) => <TextInput key={l} label={t("descriptionIn", { language: names.of(l) ?? l })} maxLength={500} {...form.text(`description-${l}`)} />)}
        </SimpleGrid>
        <GrantsEditor value={form.values.grants} onChange={(grants) => form.set({ grants })} flaws={flaws} />
        <Group>
          <Button type="submit" loading={form.busy}>{role ? c("save") : t("create")}</Button>
          <Button variant="default" onClick={() => void go({ search: role ? { role: role.name } : {} })}>{c("cancel")}</Button>
        </Group>
      </Stack>
    </form>
  );
}

function start(role: Role | undefined, from: Role | undefined, t: ReturnType<typeof useTexts<typeof texts>>): Values {
  const base = role ?? from;
  const label = (l: "en" | "fr") => (role ? role.label[l] ?? "" : from ? t("copy.of", { name: labelIn(from.label, l) }) : "");
  return {
    name: role?.name ?? "", "label-en": label("en"), "label-fr": label("fr"),
    "description-en": base?.description?.en ?? "", "description-fr": base?.description?.fr ?? "",
    grants: base?.grants?.length ? base.grants.map(grantOf) : [newGrant()],
  };
}

/** save keeps the labels of languages that the form does not show. */
function save(values: Values, role?: Role): Promise<Role> {
  const textsOf = (kind: "label" | "description") => {
    const all: Record<string, string> = { ...role?.[kind] };
    for (const l of languages) {
      if (values[`${kind}-${l}`].trim() === "") delete all[l];
      else all[l] = values[`${kind}-${l}`].trim();
    }
    return all;
  };
  const body = { label: textsOf("label"), description: textsOf("description"), grants: values.grants };
  if (!role) return ask(api.POST("/api/v1/roles", { body: { name: values.name, ...body } }));
  return ask(api.PUT("/api/v1/roles/{name}", { params: { path: { name: role.name }, header: ifMatch(role.version) }, body }));
}
