import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import type { Command, EditorState } from "@milkdown/kit/prose/state";
import { type FormEvent, useState } from "react";
import { useTexts } from "../../../../kit/texts";
import { common } from "../../../../kit/texts-common";
import { texts } from "../texts";
import { linkAt, setLink } from "./commands";

interface Props {
  state: EditorState;
  linkable: (href: string) => boolean;
  onClose: (command?: Command) => void;
}

/** completed adds what people leave out of an address. */
export function completed(address: string): string {
  const href = address.trim();
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(href)) return `mailto:${href}`;
  if (/^\+[\d ().-]{5,}$/.test(href)) return `tel:${href.replace(/[^\d+]/g, "")}`;
  if (/^(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[/?#]|$)/i.test(href) && !href.includes(":")) return `https://${href}`;
  return href;
}

/** LinkDialog asks where a link leads, and which words lead there. */
export default function LinkDialog({ state, linkable, onClose }: Props) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const now = linkAt(state);
  const [href, setHref] = useState(now?.href ?? "");
  const [words, setWords] = useState("");
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    const address = completed(href);
    if (!linkable(address)) return setWrong(true);
    return onClose(setLink(address, words.trim() || address.replace(/^(?:mailto:|tel:|https:\/\/)/, "")));
  };
  return (
    <Modal opened onClose={() => onClose()} title={t("link")} returnFocus={false} closeButtonProps={{ "aria-label": c("close") }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <TextInput data-autofocus label={t("link.href")} placeholder="https://… /…" inputMode="url" autoComplete="off" spellCheck={false} value={href} error={wrong && t("link.bad")} onChange={(e) => { setHref(e.currentTarget.value); setWrong(false); }} />
          {!now && state.selection.empty && <TextInput label={t("link.words")} dir="auto" autoComplete="off" value={words} onChange={(e) => setWords(e.currentTarget.value)} />}
          <Group justify="flex-end" mt="xs">
            {now && <Button variant="subtle" color="red" mr="auto" onClick={() => onClose(setLink("", ""))}>{t("link.remove")}</Button>}
            <Button variant="default" onClick={() => onClose()}>{c("cancel")}</Button>
            <Button type="submit">{c("ok")}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
