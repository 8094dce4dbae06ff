import { Button, Group, Modal, Radio, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { language } from "../../kit/language";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { useEditing } from "./context";
import { type Conflict, pointer } from "./document";
import type { EntryStore } from "./store";
import { texts } from "./texts";
import { plainText } from "./words";

type Choice = "mine" | "theirs" | "both";

/** ConflictDialog shows both versions of what two people changed, and lets the person choose. It stays until they have. */
export function ConflictDialog({ store }: { store: EntryStore }) {
  const { conflicts } = useStore(store.saving);
  return conflicts?.length ? <Dialog store={store} conflicts={conflicts} /> : null;
}

function Dialog({ store, conflicts }: { store: EntryStore; conflicts: Conflict[] }) {
  const t = useTexts(texts);
  const { type } = useEditing();
  const [choices, setChoices] = useState<Record<string, Choice>>({});
  const settle = () => {
    store.settle(conflicts.map((c) => {
      const choice = choices[pointer(c.path)] ?? "mine";
      const mine = store.get(c.path);
      const line = type.fields.find((f) => f.name === c.path.at(-1))?.kind === "text";
      return { path: c.path, value: choice === "theirs" ? c.theirs : choice === "both" ? `${String(mine)}${line ? " " : "\n\n"}${String(c.theirs)}` : mine };
    }));
  };
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} closeOnEscape={false} closeOnClickOutside={false} size="xl" title={t("conflict.title")}>
      <Stack>
        <Text c="dimmed">{t("conflict.help", { n: conflicts.length })}</Text>
        {conflicts.map((c) => (
          <One key={pointer(c.path)} conflict={c} mine={store.get(c.path)} choice={choices[pointer(c.path)] ?? "mine"} choose={(v) => setChoices({ ...choices, [pointer(c.path)]: v })} />
        ))}
        <Group justify="flex-end"><Button onClick={settle} data-autofocus>{t("conflict.keep")}</Button></Group>
      </Stack>
    </Modal>
  );
}

function One({ conflict, mine, choice, choose }: { conflict: Conflict; mine: unknown; choice: Choice; choose: (v: Choice) => void }) {
  const t = useTexts(texts);
  const ui = useStore(language);
  const { type } = useEditing();
  const field = type.fields.find((f) => f.name === conflict.path.at(-1));
  const label = `${labelIn(field?.label, ui)}${conflict.path[0] === "locales" ? ` (${String(conflict.path[1])})` : ""}`;
  const textual = typeof mine === "string" && typeof conflict.theirs === "string" && ["text", "long-text", "markdown"].includes(field?.kind ?? "");
  const options: [Choice, unknown][] = [["mine", mine], ["theirs", conflict.theirs]];
  return (
    <Radio.Group label={label} value={choice} onChange={(v) => choose(v as Choice)}>
      <div className="p-versions">
        {options.map(([value, content]) => (
          <div key={value} className="p-version" data-chosen={choice === value || undefined}>
            <Radio value={value} label={t(`conflict.${value}`)} fw={600} />
            <div className="p-quote" dir="auto">{plainText(content, field?.kind) || <Text span c="dimmed">{t("empty")}</Text>}</div>
          </div>
        ))}
      </div>
      {textual && <Radio mt="xs" value="both" label={t("conflict.both")} />}
    </Radio.Group>
  );
}
