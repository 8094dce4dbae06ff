import { Button, Group, Select, Text, Title } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { boot } from "../../kit/boot";
import { language } from "../../kit/language";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { channelsQuery, releaseQuery } from "./queries";
import { texts } from "./texts";

/** Guide shows the style guide of what the channel stable stands for, as the delivery plane serves it. Its
    scripts run, in an origin of their own. */
export function Guide() {
  const t = useTexts(texts);
  const lang = useStore(language);
  const version = useQuery(channelsQuery).data?.find((c) => c.name === "stable")?.version ?? "";
  const brands = useQuery({ ...releaseQuery(version), enabled: version !== "" }).data?.body.brands ?? [];
  const [brand, setBrand] = useState<string>();
  if (!boot.delivery || brands.length === 0) return null;
  const chosen = brand ?? brands[0] ?? "";
  const address = `${boot.delivery}/styleguide?${new URLSearchParams({ brand: chosen, locale: lang }).toString()}`;
  return (
    <section className="p-card" aria-labelledby="guide">
      <Group justify="space-between" p="md">
        <div><Title order={2} id="guide">{t("guide")}</Title><Text size="sm" c="dimmed">{t("guide.help", { version })}</Text></div>
        <Group gap="xs">
          {brands.length > 1 && <Select aria-label={t("brands")} data={brands} value={chosen} allowDeselect={false} w={150} onChange={(b) => b && setBrand(b)} />}
          <Button component="a" href={address} target="_blank" rel="noopener noreferrer" variant="default" rightSection={<IconExternalLink size={16} />}>{t("guide.open")}</Button>
        </Group>
      </Group>
      <iframe className="p-guide" src={address} title={t("guide")} sandbox="allow-scripts allow-popups" loading="lazy" referrerPolicy="no-referrer" />
    </section>
  );
}
