import { Button, Text, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconCloudUp } from "@tabler/icons-react";
import { sayItem } from "../../kit/item-texts";
import { sayProblem } from "../../kit/problem-texts";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import type { EntryStore } from "./store";
import { texts } from "./texts";

/** SaveState says what becomes of what is written. */
export function SaveState({ store }: { store: EntryStore }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const { state, problem } = useStore(store.saving);
  const Sign = state === "saved" ? IconCheck : state === "failed" || state === "conflict" ? IconAlertTriangle : IconCloudUp;
  const why = problem && [sayProblem(c, problem), ...problem.items.slice(0, 3).map((i) => `${i.pointer ?? ""} ${sayItem(c, i)}`)].join(" ");
  return (
    <div className="p-save" data-state={state}>
      <Sign size={16} aria-hidden />
      <Tooltip label={why} disabled={!why}><Text span size="sm" role="status" data-save={state}>{t(`save.${state}`)}</Text></Tooltip>
      {state === "failed" && <Button size="compact-sm" variant="default" onClick={() => void store.save()}>{c("retry")}</Button>}
    </div>
  );
}
