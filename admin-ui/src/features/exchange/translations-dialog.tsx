import { Modal, Tabs } from "@mantine/core";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { texts } from "./texts";
import { TranslationsIn } from "./translations-in";
import { TranslationsOut } from "./translations-out";

interface Props {
  type: string;
  space: string | undefined;
  /** Ids of entries that were chosen; none: those of the type. */
  selected: string[];
  onClose: () => void;
}

/** TranslationsDialog gives texts to translators as a file, and takes it back. */
export default function TranslationsDialog({ type, space, selected, onClose }: Props) {
  const t = useTexts(texts);
  const c = useTexts(common);
  return (
    <Modal opened onClose={onClose} size="xl" title={t("translations")} closeButtonProps={{ "aria-label": c("close") }}>
      <Tabs defaultValue="out">
        <Tabs.List mb="md"><Tabs.Tab value="out">{t("translations.export")}</Tabs.Tab><Tabs.Tab value="in">{t("translations.import")}</Tabs.Tab></Tabs.List>
        <Tabs.Panel value="out"><TranslationsOut type={type} space={space} selected={selected} onClose={onClose} /></Tabs.Panel>
        <Tabs.Panel value="in"><TranslationsIn onClose={onClose} /></Tabs.Panel>
      </Tabs>
    </Modal>
  );
}
