import { Group, Modal, Radio, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { Action } from "../../kit/ui/action";
import { bothOf } from "./both";
import { useEditing } from "./context";
import { isObject, pointer } from "./document";
import { useValueName } from "./field-name";
import type { Conflict } from "./merge";
import type { EntryStore } from "./store";
import { texts } from "./texts";
import { plainText } from "./words";

type Picked = "mine" | "theirs" | "both";

const nameOf = (c: Conflict) => `${pointer(c.path)}${c.order ? " order" : ""}`;

/** ConflictDialog shows both versions of what two people changed, and lets the person choose. It stays until they have. */
export function ConflictDialog({ store }: { store: EntryStore }) {
  const { conflicts } = useStore(store.saving);
  return conflicts?.length ? <Dialog store={store} conflicts={conflicts} /> : null;
}

function Dialog({ store, conflicts }: { store: EntryStore; conflicts: Conflict[] }) {
  const t = useTexts(texts);
  const [picked, setPicked] = useState<Record<string, Picked>>({});
  const left = conflicts.filter((c) => !picked[nameOf(c)]).length;
  // What was typed before the question came up and arrived after it is mine, too.
  const mineOf = (c: Conflict) => (c.mine === undefined || c.order ? c.mine : store.get(c.path));
  const settle = () => store.settle(conflicts.map((c) => {
    const choice = picked[nameOf(c)];
    const mine = mineOf(c);
    return { path: c.path, order: c.order, value: choice === "theirs" ? c.theirs : choice === "both" ? bothOf(c.field, mine, c.theirs) : mine };
  }));
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} closeOnEscape={false} closeOnClickOutside={false} size="xl" title={t("conflict.title")}>
      <Stack>
        <Text c="dimmed">{t("conflict.help", { n: conflicts.length })}</Text>
        {conflicts.map((c) => <One key={nameOf(c)} conflict={c} mine={mineOf(c)} choice={picked[nameOf(c)]} choose={(v) => setPicked({ ...picked, [nameOf(c)]: v })} />)}
        <Group justify="flex-end"><Action onClick={settle} reason={left > 0 && t("conflict.left", { n: left })}>{t("conflict.keep")}</Action></Group>
      </Stack>
    </Modal>
  );
}

function One({ conflict: c, mine, choice, choose }: { conflict: Conflict; mine: unknown; choice: Picked | undefined; choose: (v: Picked) => void }) {
  const t = useTexts(texts);
  const { store, type } = useEditing();
  const name = useValueName(type.fields)(store.whole(), c.path);
  const options: [Picked, unknown][] = [["mine", mine], ["theirs", c.theirs]];
  return (
    <Radio.Group label={c.order ? t("conflict.order", { name }) : name} value={choice ?? null} onChange={(v) => choose(v as Picked)}>
      <div className="p-versions">
        {options.map(([value, content]) => (
          <div key={value} className="p-version" data-chosen={choice === value || undefined}>
            <Radio value={value} label={t(`conflict.${value as "mine" | "theirs"}`)} fw={600} />
            <Said value={content} kind={c.field?.kind} order={c.order} />
          </div>
        ))}
      </div>
      {bothOf(c.field, mine, c.theirs) !== undefined && <Radio mt="xs" value="both" label={t("conflict.both")} />}
    </Radio.Group>
  );
}

/** Said is what one of two says: words, an order, or that it is gone. */
function Said({ value, kind, order }: { value: unknown; kind: string | undefined; order: true | undefined }) {
  const t = useTexts(texts);
  if (value === undefined) return <div className="p-quote"><Text span c="dimmed">{t("conflict.gone")}</Text></div>;
  if (order && Array.isArray(value)) {
    return <ol className="p-quote">{value.map((one) => <li key={isObject(one) ? String(one.$key) : String(one)} dir="auto">{plainText(one).slice(0, 80) || t("empty")}</li>)}</ol>;
  }
  return <div className="p-quote" dir="auto">{plainText(value, kind) || <Text span c="dimmed">{t("empty")}</Text>}</div>;
}
