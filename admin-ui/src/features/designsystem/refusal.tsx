import { Alert, List } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { Problem } from "../../api/problem";
import { sayItem } from "../../kit/item-texts";
import { sayProblem } from "../../kit/problem-texts";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";

const most = 20; // items that are shown

/** Refusal says why something was refused, with everything that the server names and where it stands. */
export function Refusal({ error, title }: { error: unknown; title?: string }) {
  const t = useTexts(common);
  const items = error instanceof Problem ? error.items : [];
  return (
    <Alert color="red" icon={<IconAlertTriangle />} role="alert" title={title ?? sayProblem(t, error)}>
      {items.length > 0 && (
        <List size="sm">{items.slice(0, most).map((i) => <List.Item key={`${i.pointer} ${i.message}`}>{sayItem(t, i)} {i.pointer && !i.pointer.startsWith("/changes/") && <code className="p-code">{i.pointer}</code>}</List.Item>)}</List>
      )}
    </Alert>
  );
}
