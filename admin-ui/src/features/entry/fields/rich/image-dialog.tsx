import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import type { Node, Schema } from "@milkdown/kit/prose/model";
import type { Command } from "@milkdown/kit/prose/state";
import { type FormEvent, lazy, Suspense, useState } from "react";
import { useStore } from "../../../../kit/store";
import { useTexts } from "../../../../kit/texts";
import { common } from "../../../../kit/texts-common";
import { altIn, loadMediaPicker } from "../../../media/index";
import { useEditing } from "../../context";
import { texts } from "../texts";
import { insertInline } from "./commands";

const MediaPicker = lazy(loadMediaPicker);

interface Props {
  /** The picture that is selected, which this is about; none is a new one. */
  image: Node | undefined;
  schema: Schema;
  onClose: (command?: Command) => void;
}

/** ImageDialog puts a picture of the media library into the text, with a text for who does not see it. */
export default function ImageDialog({ image, schema, onClose }: Props) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const { store, locale } = useEditing();
  const { space } = useStore(store.entry);
  const [chosen, setChosen] = useState(image?.attrs as { src: string; alt: string; title: string | null } | undefined);
  const [choosing, setChoosing] = useState(!image);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    const node = chosen && schema.nodes.image?.create(chosen);
    onClose(node && insertInline(node));
  };
  if (choosing) {
    return (
      <Suspense>
        <MediaPicker
          space={space} accept={["image"]} onClose={() => (chosen ? setChoosing(false) : onClose())}
          onPick={([medium]) => {
            if (medium) setChosen({ src: medium.path, alt: medium.alt[locale] ?? altIn(medium, locale), title: chosen?.title ?? null });
            setChoosing(false);
          }}
        />
      </Suspense>
    );
  }
  return (
    <Modal opened onClose={() => onClose()} title={t("image")} returnFocus={false} closeButtonProps={{ "aria-label": c("close") }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <TextInput data-autofocus label={t("image.alt")} description={t("image.alt.help")} dir="auto" lang={locale} value={chosen?.alt ?? ""} onChange={(e) => chosen && setChosen({ ...chosen, alt: e.currentTarget.value })} />
          <Group justify="flex-end" mt="xs">
            <Button variant="subtle" mr="auto" onClick={() => setChoosing(true)}>{t("image.replace")}</Button>
            <Button variant="default" onClick={() => onClose()}>{c("cancel")}</Button>
            <Button type="submit">{c("ok")}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
