import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { Problem } from "../../api/problem";
import { type Flaws, useForm } from "../../kit/form";
import { signIn } from "../../kit/session";
import { useTexts } from "../../kit/texts";
import { texts } from "./texts";

interface Values {
  email: string;
  password: string;
}

/** SignInForm asks for address and password. With an address, that of a session that has ended, only for the password. */
export function SignInForm({ email }: { email?: string }) {
  const t = useTexts(texts);
  const form = useForm<Values, void>({
    initial: { email: email ?? "", password: "" },
    check: ({ email: address, password }) => {
      const flaws: Flaws<Values> = {};
      if (address.trim() === "") flaws.email = t("email.missing");
      else if (!/^[^\s@]+@[^\s@]+$/.test(address.trim())) flaws.email = t("email.bad");
      if (password === "") flaws.password = t("password.missing");
      return flaws;
    },
    submit: ({ email: address, password }) => signIn(address.trim(), password),
  });
  const wrong = form.error instanceof Problem && form.error.status === 401 ? t("signIn.wrong") : form.problem;
  return (
    <form {...form.form}>
      <Stack gap="md">
        {wrong && <Alert color="red" icon={<IconAlertTriangle />} role="alert">{wrong}</Alert>}
        <TextInput
          label={t("email")} type="email" autoComplete="username" autoCapitalize="off" spellCheck={false} size="md" maxLength={254} readOnly={email !== undefined}
          autoFocus={email === undefined} {...form.text("email")}
        />
        <PasswordInput
          label={t("password")} autoComplete="current-password" size="md" maxLength={1000} autoFocus={email !== undefined}
          visibilityToggleButtonProps={{ "aria-label": t("password.toggle") }} {...form.text("password")}
        />
        <Button type="submit" size="md" loading={form.busy}>{t("signIn")}</Button>
      </Stack>
    </form>
  );
}
