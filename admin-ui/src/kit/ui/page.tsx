import { Group, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";

/** Page is a screen: its heading, what can be done, and its content. The heading is also the window's title. */
export function Page(props: { title: string; lead?: ReactNode; actions?: ReactNode; above?: ReactNode; badges?: ReactNode; children: ReactNode }) {
  const { title } = props;
  useEffect(() => {
    document.title = `${title} · Portico`;
  }, [title]);
  return (
    <div className="p-page">
      {props.above}
      <div className="p-head">
        <div>
          <Group gap="sm">
            <Title order={1} tabIndex={-1} id="page-title">{title}</Title>
            {props.badges}
          </Group>
          {props.lead && <Text c="dimmed" mt={4} maw={720}>{props.lead}</Text>}
        </div>
        {props.actions && <Group gap="xs">{props.actions}</Group>}
      </div>
      {props.children}
    </div>
  );
}
