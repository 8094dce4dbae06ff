import { Button, Menu } from "@mantine/core";
import { IconArrowsExchange, IconDownload, IconLanguage, IconUpload } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import type { ContentType } from "../../kit/model";
import { useMay } from "../../kit/permissions";
import { useTexts } from "../../kit/texts";
import { MenuAction } from "../../kit/ui/menu-action";
import { type Choice, exportEntries } from "./export";
import { texts } from "./texts";

const ImportDialog = lazy(() => import("./import-dialog"));
const TranslationsDialog = lazy(() => import("./translations-dialog"));

interface Props {
  type: ContentType;
  space: string | undefined;
  /** What the list shows: how many, and the way to find them; undefined where it shows all of the type and space. */
  shown: { total: number; find: Extract<Choice, { find: unknown }>["find"] } | undefined;
}

/** ExchangeMenu brings entries out as files, and in. */
export default function ExchangeMenu({ type, space, shown }: Props) {
  const t = useTexts(texts);
  const [open, setOpen] = useState<"import" | "translations">();
  const create = useMay({ action: "create", type: type.name, ...(space && { site: space }) });
  const update = useMay({ action: "update", type: type.name, ...(space && { site: space }) });
  const denied = create.known && update.known && !create.allowed && !update.allowed;
  const file = `${type.name}.ndjson`;
  return (
    <>
      <Menu portalProps={{ target: "#main" }}>
        <Menu.Target><Button variant="default" leftSection={<IconArrowsExchange size={16} />}>{t("menu")}</Button></Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t("menu.export")}</Menu.Label>
          {shown && (
            <Menu.Item leftSection={<IconDownload size={16} />} onClick={() => void exportEntries(t("export.title", { n: shown.total }), file, { find: shown.find })}>{t("export.shown", { n: shown.total })}</Menu.Item>
          )}
          <Menu.Item leftSection={<IconDownload size={16} />} onClick={() => void exportEntries(t("export.all"), file, { type: type.name, space })}>{t("export.all")}</Menu.Item>
          <Menu.Divider />
          <MenuAction icon={<IconUpload size={16} />} reason={denied && t("menu.import.denied")} onClick={() => setOpen("import")}>{t("menu.import")}</MenuAction>
          <Menu.Item leftSection={<IconLanguage size={16} />} onClick={() => setOpen("translations")}>{t("menu.translations")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {open === "import" && <ImportDialog onClose={() => setOpen(undefined)} />}
        {open === "translations" && <TranslationsDialog type={type.name} space={space} selected={[]} onClose={() => setOpen(undefined)} />}
      </Suspense>
    </>
  );
}
