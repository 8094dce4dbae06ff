import { Alert, Badge, Group } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, ask } from "../../api/client";
import { Items } from "../../kit/ui/items";
import { useTexts } from "../../kit/texts";
import { type Scene, Stage, stand } from "../../kit/ui/stage";
import { Loading } from "../../kit/ui/states";
import type { Site } from "./model";
import { texts } from "./texts";

/** Gets asks the server for what the site would show now: whether everything is there that it needs, and how it looks. */
export function Gets({ site, locale, label, width = 1280 }: { site: Site; locale: string; label: string; width?: number }) {
  const t = useTexts(texts);
  const parts = useQuery({
    queryKey: ["sites", site.key, "parts", locale, site.version], retry: false,
    queryFn: () => ask(api.POST("/api/v1/sites/{key}/draft-parts", { params: { path: { key: site.key } }, body: { locale } })),
  });
  const scene = useMemo<Scene | undefined>(() => parts.data && {
    lang: parts.data.locale, dir: /^(ar|fa|he|ur)/.test(parts.data.locale) ? "rtl" : "ltr", theme: site.theme === "dark" ? "dark" : "light", styles: parts.data.styles ?? "",
    html: `${parts.data.parts.header ?? ""}${stand}${parts.data.parts.footer ?? ""}`,
  }, [parts.data, site.theme]);
  if (parts.error) return <Alert color="red" role="alert" icon={<IconX />}><Items error={parts.error} /></Alert>;
  if (!scene || !parts.data) return <Loading />;
  return (
    <>
      <Group gap="xs" mb="sm">
        {(["header", "footer"] as const).map((p) => <Badge key={p} color={parts.data.parts[p] ? "green" : "red"} leftSection={parts.data.parts[p] ? <IconCheck size={12} /> : <IconX size={12} />}>{t(`part.${p}`)}</Badge>)}
        {(parts.data.warnings ?? []).length > 0 && <Badge color="yellow">{t("warnings", { n: (parts.data.warnings ?? []).length })}</Badge>}
      </Group>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- who has only a keyboard scrolls it */}
      <div className="p-preview-box p-framed" tabIndex={0} role="group" aria-label={label}><Stage scene={scene} title={t("frame")} width={width} /></div>
    </>
  );
}
