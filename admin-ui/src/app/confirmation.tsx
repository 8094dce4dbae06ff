import { Button, Group, Modal, Text } from "@mantine/core";
import type { Confirming } from "../kit/confirm";
import { useTexts } from "../kit/texts";
import { common } from "../kit/texts-common";

/** Confirmation shows the question that something waits for. */
export default function Confirmation({ question }: { question: Confirming }) {
  const t = useTexts(common);
  const no = () => question.answer(false);
  return (
    <Modal opened onClose={no} title={question.title} closeButtonProps={{ "aria-label": t("close") }}>
      <Text>{question.text}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={no}>{t("cancel")}</Button>
        <Button color={question.danger ? "red.9" : "porphyry"} onClick={() => question.answer(true)} data-autofocus>{question.yes}</Button>
      </Group>
    </Modal>
  );
}
