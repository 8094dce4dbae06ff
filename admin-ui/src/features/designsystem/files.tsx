import { Badge, Button, Group } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTexts } from "../../kit/texts";
import { texts } from "./texts";
import { save } from "./zip";

/** Files lists token files, each with its text to look at and to download. */
export function Files({ list }: { list: { path: string; text: string; changed?: boolean | undefined }[] }) {
  const t = useTexts(texts);
  return (
    <div className="p-stack">
      {list.map((f) => (
        <details key={f.path} className="p-file">
          <summary><span className="p-path">{f.path}</span> {f.changed && <Badge size="sm" color="yellow">{t("file.changed")}</Badge>}</summary>
          <Group justify="flex-end" my="xs">
            <Button
              size="compact-sm" variant="default" leftSection={<IconDownload size={14} />} aria-label={t("download", { file: f.path })}
              onClick={() => save(f.path.split("/").at(-1) ?? f.path, "text/plain", [f.text])}
            >
              {t("export")}
            </Button>
          </Group>
          <pre className="p-json">{f.text}</pre>
        </details>
      ))}
    </div>
  );
}
