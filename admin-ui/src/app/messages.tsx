import { Button, CloseButton } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconInfoCircle } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { dismiss, type Message } from "../kit/notify";
import { useTexts } from "../kit/texts";
import { common } from "../kit/texts-common";

const signs = { done: IconCheck, told: IconInfoCircle, wrong: IconAlertTriangle };
const stay = { done: 4000, told: 6000, wrong: 12_000 }; // milliseconds

/** Messages lie in a corner, and go by themselves unless somebody is at them. */
export default function Messages({ list }: { list: Message[] }) {
  const t = useTexts(common);
  return (
    <section className="p-messages" aria-label={t("notifications")} aria-live="polite">
      {list.map((m) => <One key={m.id} message={m} />)}
    </section>
  );
}

function One({ message }: { message: Message }) {
  const t = useTexts(common);
  const [held, setHeld] = useState(false);
  const Sign = signs[message.tone];
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(() => dismiss(message.id), message.undo ? 9000 : stay[message.tone]);
    return () => clearTimeout(timer);
  }, [held, message]);
  const undo = () => {
    dismiss(message.id);
    message.undo?.();
  };
  return (
    <div
      className="p-message" data-tone={message.tone} role={message.tone === "wrong" ? "alert" : undefined}
      onMouseEnter={() => setHeld(true)} onMouseLeave={() => setHeld(false)} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}
    >
      <Sign size={18} aria-hidden />
      <span>{message.text}</span>
      {message.undo && <Button size="compact-sm" variant="subtle" onClick={undo}>{t("undo")}</Button>}
      <CloseButton size="sm" aria-label={t("close")} onClick={() => dismiss(message.id)} />
    </div>
  );
}
