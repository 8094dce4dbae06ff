import { Menu, Text } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  icon?: ReactNode;
  danger?: boolean;
  /** Why this cannot be done now; it stands below what it is about. */
  reason?: string | false | undefined;
  onClick: () => void;
  children: ReactNode;
}

/** MenuAction is an item of a menu that says why it is disabled. It stays in the order of the keyboard, so that everybody can read it. */
export function MenuAction({ icon, danger = false, reason, onClick, children }: Props) {
  return (
    <Menu.Item leftSection={icon} {...(danger && !reason && { color: "red" })} aria-disabled={reason ? true : undefined} closeMenuOnClick={!reason} onClick={reason ? undefined : onClick}>
      {reason ? <Text span size="sm" c="dimmed">{children}</Text> : children}
      {reason && <Text size="xs" c="dimmed" maw={260}>{reason}</Text>}
    </Menu.Item>
  );
}
