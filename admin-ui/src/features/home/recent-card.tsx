import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { Moment } from "../../kit/ui/moment";
import { Card } from "./card";
import { kindOf, load, visited } from "./recent";
import { texts } from "./texts";

const known = { isPending: false, error: null };

/** Recent is what the person had open last, in this browser. */
export function Recent() {
  const t = useTexts(texts);
  const list = useStore(visited);
  useEffect(load, []);
  return (
    <Card title={t("recent")} query={known} empty={t("recent.none")}>
      {list.slice(0, 8).map((v) => (
        <li key={v.path}>
          <span className="p-grow">
            <Link to={v.path as string} className="p-title" dir="auto">{v.title}</Link>
            <Text size="xs" c="dimmed">{t(`kind.${kindOf(v.path) ?? "entry"}`)} · <Moment at={v.at} /></Text>
          </span>
        </li>
      ))}
    </Card>
  );
}
