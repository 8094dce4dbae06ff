import { Alert, Button, Code, CopyButton, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconDownload, IconExternalLink } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, ask, type Schemas } from "../../api/client";
import { boot } from "../../kit/boot";
import { useForm } from "../../kit/form";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { linkFile } from "./link-file";
import { texts } from "./texts";

type Site = Schemas["SiteBody"];
const spans = ["1", "24", "168", "720"] as const; // hours

interface Props {
  site: Site;
  locale: string;
  onClose: () => void;
  /** What it shows: all drafts, where nothing else is said. */
  view?: string;
  /** What that is, in words. */
  lead?: string;
}

/** Share makes a preview token, shows it once, and gives the ways to use it: here, or as a file for somebody else. */
export function Share({ site, locale, onClose, view = "draft", lead }: Props) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const queries = useQueryClient();
  const [token, setToken] = useState<string>();
  const form = useForm({
    initial: { name: "", hours: "24" },
    check: (v) => (v.name.trim() === "" ? { name: t("required") } : {}),
    submit: (v) => ask(api.POST("/api/v1/preview-tokens", { body: { site: site.key, view, name: v.name, expiresAt: new Date(Date.now() + Number(v.hours) * 3_600_000 - 60_000).toISOString() } })),
    onDone: (made) => {
      setToken(made.token);
      void queries.invalidateQueries({ queryKey: ["preview-tokens"] });
    },
  });
  const next = `/showcase/${site.key}?locale=${encodeURIComponent(locale)}`;
  return (
    <Modal opened onClose={onClose} title={token ? t("share.ready") : t("share.title", { site: site.name })} closeOnClickOutside={!token} closeButtonProps={{ "aria-label": c("close") }}>
      {token ? (
        <Stack>
          <Text>{t("share.once")}</Text>
          {boot.delivery ? (
            <>
              <form method="post" action={`${boot.delivery}/v1/preview`} target="_blank" rel="noopener">
                <input type="hidden" name="token" value={token} />
                <input type="hidden" name="next" value={next} />
                <Button type="submit" fullWidth leftSection={<IconExternalLink size={16} />}>{t("share.open")}</Button>
              </form>
              <Button variant="default" leftSection={<IconDownload size={16} />} onClick={() => save(linkFile({ token, next, delivery: boot.delivery, title: t("share.file.title", { site: site.name }), button: t("share.file.button") }), `${site.key}.html`)}>{t("share.file")}</Button>
              <Text size="sm" c="dimmed">{t("share.file.help")}</Text>
            </>
          ) : <Alert color="yellow">{t("share.noDelivery")}</Alert>}
          <Text size="sm" fw={560}>{t("share.token")}</Text>
          <Code block className="p-secret">{token}</Code>
          <Group justify="flex-end">
            <CopyButton value={token}>{({ copied, copy }) => <Button variant="default" onClick={copy}>{copied ? t("copied") : t("copy")}</Button>}</CopyButton>
            <Button variant="default" onClick={onClose}>{c("close")}</Button>
          </Group>
        </Stack>
      ) : (
        <form {...form.form}>
          <Stack>
            {form.problem && <Alert color="red" role="alert">{form.problem}</Alert>}
            <Text c="dimmed">{lead ?? t("share.lead")}</Text>
            <TextInput label={t("share.name")} description={t("share.name.help")} maxLength={100} data-autofocus {...form.text("name")} />
            <Select label={t("share.until")} allowDeselect={false} value={form.values.hours} onChange={(hours) => hours && form.set({ hours })} data={spans.map((s) => ({ value: s, label: t(`hours.${s}`) }))} />
            <Group justify="flex-end"><Button variant="default" onClick={onClose}>{c("cancel")}</Button><Button type="submit" loading={form.busy}>{t("share.make")}</Button></Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}

function save(html: string, name: string) {
  const address = URL.createObjectURL(new Blob([html], { type: "text/html" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
