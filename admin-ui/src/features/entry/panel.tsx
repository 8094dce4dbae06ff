import { Tabs, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import type { ContentType } from "../../kit/model";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { Loading } from "../../kit/ui/states";
import { useEditing } from "./context";
import { Problems } from "./publish";
import type { EditorSearch } from "./routes";
import type { EntryStore } from "./store";
import { texts } from "./texts";
import type { Check } from "./use-check";

const History = lazy(() => import("./history"));
const Comments = lazy(() => import("./comments"));
const Uses = lazy(() => import("./uses"));

const tabs = ["check", "comments", "history", "uses"] as const;

interface Props {
  store: EntryStore;
  type: ContentType;
  check: Check;
  panel: (typeof tabs)[number];
  /** Pointer of the field whose comments are shown. */
  field: string | undefined;
  change: (patch: EditorSearch) => void;
  onJump: () => void;
}

/** Panel is what there is to know about the entry beside its fields. */
export function Panel({ store, type, check, panel, field, change, onJump }: Props) {
  const t = useTexts(texts);
  const entry = useStore(store.entry);
  const { open } = useEditing();
  const counts: Partial<Record<(typeof tabs)[number], number>> = { check: check.problems.length, comments: [...(open?.values() ?? [])].reduce((sum, n) => sum + n, 0) };
  return (
    <aside className="p-card p-panel" aria-label={t("panel")}>
      <Tabs value={panel} onChange={(v) => change({ panel: tabs.find((x) => x === v) })} keepMounted={false}>
        <Tabs.List aria-label={t("panel")} grow>
          {tabs.map((x) => <Tabs.Tab key={x} value={x}>{t(x)}{counts[x] ? ` (${counts[x]})` : ""}</Tabs.Tab>)}
        </Tabs.List>
        <Tabs.Panel value="check" p="md">
          {check.known && check.problems.length === 0 && <Text size="sm" className="p-good"><IconCircleCheck size={18} aria-hidden /> {t("check.good")}</Text>}
          <Problems problems={check.problems} type={type} onJump={onJump} />
          {entry.key !== entry.id && <Text size="xs" c="dimmed" mt="md">{t("key", { key: entry.key })}</Text>}
        </Tabs.Panel>
        <Suspense fallback={<Loading />}>
          <Tabs.Panel value="comments" p="md"><Comments store={store} field={field} onField={(next) => change({ field: next })} /></Tabs.Panel>
          <Tabs.Panel value="history" p="md"><History store={store} type={type} /></Tabs.Panel>
          <Tabs.Panel value="uses" p="md"><Uses id={entry.id} /></Tabs.Panel>
        </Suspense>
      </Tabs>
    </aside>
  );
}
