import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useIntl } from "react-intl";
import type { Schemas } from "../../api/client";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Secret } from "../../kit/ui/secret";
import { texts } from "./texts";

/** PasswordLink shows a link to hand over, once, or says that it was mailed. */
export function PasswordLink({ link, onClose }: { link: Schemas["PasswordLinkBody"]; onClose: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const intl = useIntl();
  const date = intl.formatDate(link.expires, { dateStyle: "long", timeStyle: "short" });
  return (
    <Stack>
      {link.link ? (
        <>
          <Text>{t("link.help", { date })}</Text>
          <Secret label={t("link", { name: link.account.name })} value={link.link} />
        </>
      ) : <Alert color="green" role="status">{t("link.mailed", { email: link.account.email, date })}</Alert>}
      <Group justify="flex-end"><Button onClick={onClose}>{c("close")}</Button></Group>
    </Stack>
  );
}
