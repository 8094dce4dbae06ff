import { Alert, Button, Group, Modal, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, ask, type Schemas } from "../../api/client";
import { type Flaws, useForm } from "../../kit/form";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { type Assignment, Assignments, newAssignment } from "./assignments";
import { roleFlaws } from "./flaws";
import { PasswordLink } from "./password-link";
import { texts } from "./texts";

interface Values {
  name: string;
  email: string;
  roles: Assignment[];
}

const address = /^[^\s@]+@[^\s@]+$/;

/** Invite makes an account, and shows the link where it was not mailed. */
export function Invite({ onClose }: { onClose: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const queries = useQueryClient();
  const [made, setMade] = useState<Schemas["PasswordLinkBody"]>();
  const form = useForm<Values, Schemas["PasswordLinkBody"]>({
    initial: { name: "", email: "", roles: [newAssignment()] },
    check: ({ name, email }) => checkProfile(name, email, t),
    submit: ({ name, email, roles }) => ask(api.POST("/api/v1/accounts", { body: { name: name.trim(), email: email.trim(), roles } })),
    onDone: (link) => {
      setMade(link);
      void queries.invalidateQueries({ queryKey: ["people"] });
    },
  });
  return (
    <Modal opened onClose={onClose} title={made ? t("link", { name: made.account.name }) : t("add")} size="xl" closeButtonProps={{ "aria-label": c("close") }}>
      {made ? <PasswordLink link={made} onClose={onClose} /> : (
        <form {...form.form}>
          <Stack>
            <Text c="dimmed">{t("invite.lead")}</Text>
            {form.problem && <Alert color="red" role="alert">{form.problem}</Alert>}
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <TextInput label={t("name")} maxLength={200} data-autofocus autoComplete="off" {...form.text("name")} />
              <TextInput label={t("email")} type="email" maxLength={254} autoComplete="off" {...form.text("email")} />
            </SimpleGrid>
            <Assignments value={form.values.roles} onChange={(roles) => form.set({ roles })} flaws={roleFlaws(form.error, c)} />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>{c("cancel")}</Button>
              <Button type="submit" loading={form.busy}>{t("invite")}</Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}

/** checkProfile says what is wrong with a name and an address before they are sent. */
export function checkProfile(name: string, email: string, t: ReturnType<typeof useTexts<typeof texts>>): Flaws<{ name: string; email: string }> {
  const flaws: Flaws<{ name: string; email: string }> = {};
  if (name.trim() === "") flaws.name = t("name.missing");
  if (!address.test(email.trim())) flaws.email = t("email.bad");
  return flaws;
}
