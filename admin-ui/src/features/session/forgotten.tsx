import { Alert, Button, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { api, ask } from "../../api/client";
import { useForm } from "../../kit/form";
import { useTexts } from "../../kit/texts";
import { texts } from "./texts";

/** Forgotten has a link mailed. The answer is the same whether there is such an account or not. */
export function Forgotten() {
  const t = useTexts(texts);
  const [sent, setSent] = useState(false);
  const form = useForm({
    initial: { email: "" },
    check: ({ email }) => (email.trim() === "" ? { email: t("email.missing") } : {}),
    submit: ({ email }) => ask(api.POST("/api/v1/password-resets", { body: { email: email.trim() } })),
    onDone: () => setSent(true),
  });
  if (sent) return <Alert color="green" role="status">{t("forgotten.done")}</Alert>;
  return (
    <form {...form.form}>
      <Stack>
        {form.problem && <Alert color="red" role="alert">{form.problem}</Alert>}
        <TextInput label={t("email")} type="email" autoComplete="username" size="md" maxLength={254} autoFocus {...form.text("email")} />
        <Button type="submit" size="md" loading={form.busy}>{t("forgotten.send")}</Button>
      </Stack>
    </form>
  );
}
