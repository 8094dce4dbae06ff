import { Badge } from "@mantine/core";
import { useTexts } from "../../kit/texts";
import { type Status, statuses } from "./model";
import { texts } from "./texts";

const colours: Record<Status, string> = { planned: "gray", "in-progress": "blue", aligned: "green", retired: "yellow" };

/** StatusBadge says how a site comes along. */
export function StatusBadge({ status }: { status: string }) {
  const t = useTexts(texts);
  const known = statuses.find((s) => s === status);
  return known ? <Badge color={colours[known]}>{t(`status.${known}`)}</Badge> : <Badge color="gray">{status}</Badge>;
}
