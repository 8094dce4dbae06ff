import { Alert, Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { api, ask, type Schemas } from "../../api/client";
import { Problem } from "../../api/problem";
import { type Flaws, useForm } from "../../kit/form";
import { sayItem } from "../../kit/item-texts";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { When } from "../../kit/ui/when";
import { type Grant, GrantsEditor, newGrant } from "../roles/index";
import { texts } from "./texts";

interface Values {
  name: string;
  ends: "30" | "90" | "365" | "own";
  expiresAt: string;
  grants: Grant[];
}

const ends = ["30", "90", "365", "own"] as const;
const day = 86_400_000; // milliseconds

/** endOf gives when a key ends; "" where no moment was chosen. */
export function endOf({ ends: chosen, expiresAt }: Pick<Values, "ends" | "expiresAt">, now: number): string {
  return chosen === "own" ? expiresAt : new Date(now + Number(chosen) * day).toISOString();
}

/** NewKey asks what a key is for, what it may do and when it ends. */
export function NewKey({ onClose, onMade }: { onClose: () => void; onMade: (made: Schemas["SecretBody"]) => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const form = useForm<Values, Schemas["SecretBody"]>({
    initial: { name: "", ends: "90", expiresAt: "", grants: [newGrant()] },
    check: (values) => {
      const flaws: Flaws<Values> = {};
      if (values.name.trim() === "") flaws.name = t("name.missing");
      if (!(Date.parse(endOf(values, Date.now())) > Date.now())) flaws.expiresAt = t("expires.bad");
      return flaws;
    },
    submit: (values) => ask(api.POST("/api/v1/keys", { body: { name: values.name.trim(), grants: values.grants, expiresAt: endOf(values, Date.now()) } })),
    onDone: onMade,
  });
  const { values } = form;
  const flaws = Object.fromEntries((form.error instanceof Problem ? form.error.items : [])
    .filter((i) => i.pointer?.startsWith("/grants/")).map((i) => [i.pointer?.replace("/grants/", "") ?? "", sayItem(c, i)]));
  return (
    <Modal opened onClose={onClose} title={t("new")} size="xl" closeButtonProps={{ "aria-label": c("close") }}>
      <form {...form.form}>
        <Stack>
          {form.problem && <Alert color="red" role="alert">{form.problem}</Alert>}
          {form.flaws.grants && <Alert color="red" role="alert">{form.flaws.grants}</Alert>}
          <TextInput label={t("name")} description={t("name.hint")} maxLength={200} data-autofocus {...form.text("name")} />
          <Group align="flex-start">
            <Select
              label={t("expires")} data={ends.map((e) => ({ value: e, label: t(`expires.${e}`) }))} value={values.ends} allowDeselect={false}
              onChange={(v) => form.set({ ends: ends.find((e) => e === v) ?? "90" })} error={values.ends !== "own" && form.flaws.expiresAt}
            />
            {values.ends === "own" && <When label={t("expires.at")} value={values.expiresAt} future onChange={(expiresAt) => form.set({ expiresAt })} error={form.flaws.expiresAt} />}
          </Group>
          <GrantsEditor value={values.grants} onChange={(grants) => form.set({ grants })} flaws={flaws} forKey />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{c("cancel")}</Button>
            <Button type="submit" loading={form.busy}>{t("create")}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
