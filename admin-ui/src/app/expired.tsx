import { Modal, Text } from "@mantine/core";
import { SignInForm } from "../features/session/sign-in-form";
import { useTexts } from "../kit/texts";
import { texts } from "./texts";

/** Expired asks to sign in again over what is being written. */
export default function Expired({ email }: { email: string }) {
  const t = useTexts(texts);
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} title={t("session.expired")} closeOnEscape={false}>
      <Text c="dimmed" mb="md">{t("session.expired.help")}</Text>
      <SignInForm email={email} />
    </Modal>
  );
}
