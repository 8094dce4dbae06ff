import { Menu, Text, useMantineColorScheme } from "@mantine/core";
import { IconDeviceDesktop, IconLanguage, IconLogout, IconMoon, IconSun, IconUser, IconWindow } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { boot } from "../kit/boot";
import { chooseLanguage, language } from "../kit/language";
import { signOut, useMe } from "../kit/session";
import { useStore } from "../kit/store";
import { useTexts } from "../kit/texts";
import { useNotify } from "../kit/notify";
import { texts } from "./texts";

const schemes = [["light", IconSun], ["dark", IconMoon], ["auto", IconDeviceDesktop]] as const;

/** AccountChoices is the menu of who is signed in: what they set for themselves. It loads when it is opened. */
export default function AccountChoices({ children }: { children: ReactNode }) {
  const t = useTexts(texts);
  const me = useMe();
  const notify = useNotify();
  const locale = useStore(language);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const other = locale === "en" ? "fr" : "en";
  return (
    <Menu width={260} defaultOpened>
      <Menu.Target>
        {children}
      </Menu.Target>
      <Menu.Dropdown>
        <div className="p-who">
          <Text fw={600} truncate>{me.name}</Text>
          <Text size="sm" c="dimmed" truncate>{me.email}</Text>
        </div>
        <Menu.Divider />
        <Menu.Item component={Link} to="/account" leftSection={<IconUser size={16} />}>{t("account")}</Menu.Item>
        <Menu.Item lang={other} leftSection={<IconLanguage size={16} />} onClick={() => chooseLanguage(other)}>{t("language.other")}</Menu.Item>
        {boot.delivery && (
          <Menu.Item component="a" href={`${boot.delivery}/showcase`} target="_blank" rel="noreferrer" leftSection={<IconWindow size={16} />}>{t("showcase")}</Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Label>{t("scheme")}</Menu.Label>
        {schemes.map(([scheme, Sign]) => (
          <Menu.Item
            key={scheme} role="menuitemradio" aria-checked={colorScheme === scheme} className="p-choice"
            leftSection={<Sign size={16} />} onClick={() => setColorScheme(scheme)}
          >
            {t(`scheme.${scheme}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut().catch(notify.failed)}>{t("signOut")}</Menu.Item>
        {boot.version && <Text size="xs" c="dimmed" px="sm" py={6}>{t("version", { version: boot.version })}</Text>}
      </Menu.Dropdown>
    </Menu>
  );
}
