import { Button, Group, Modal, SegmentedControl, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { Problem } from "../../api/problem";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import type { Draft, Modifier, Versioned } from "./queries";
import { Refusal } from "./refusal";
import { samples } from "./structure";
import { texts } from "./texts";
import { Where } from "./token-editor";
import { valueOf } from "./tokens";
import { type TokenChange, useChange } from "./use-change";

interface Props {
  draft: Versioned<Draft>;
  modifiers: Modifier[];
  /** The group that is looked at; "" for none. */
  group: string;
  onClose: () => void;
}

/** NewToken adds a token, or a group for some. The server chooses the file: the one that has the nearest group already. */
export function NewToken({ draft, modifiers, group, onClose }: Props) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const [kind, setKind] = useState<"token" | "group">("token");
  const [path, setPath] = useState(group === "" ? "" : `${group}.`);
  const [type, setType] = useState("color");
  const [text, setText] = useState(() => written("color"));
  const [where, setWhere] = useState<Record<string, string>>({});
  const add = useChange(draft, { says: t("added", { path: path.trim() }), close: onClose });
  const stale = add.error instanceof Problem && add.error.status === 412;
  const value = kind === "token" ? valueOf(text) : { value: undefined };
  const change: TokenChange = {
    kind: "add", path: path.trim(), ...(type && { type }), ...(kind === "token" && { value: value?.value, ...(Object.keys(where).length > 0 && { inputs: where }) }),
  };
  const choose = (next: string) => {
    if (text === written(type)) setText(written(next));
    setType(next);
  };
  return (
    <Modal opened onClose={onClose} title={t("add")} size="lg" closeButtonProps={{ "aria-label": c("close") }}>
      <form onSubmit={(e) => {
        e.preventDefault();
        add.mutate([change]);
      }}
      >
        <Stack>
          {add.error && <Refusal error={add.error} {...(stale && { title: t("stale") })} />}
          <SegmentedControl aria-label={t("add")} value={kind} data={[{ value: "token", label: t("add.token") }, { value: "group", label: t("add.group") }]} onChange={(v) => setKind(v === "group" ? "group" : "token")} />
          <TextInput label={t("add.path")} description={t("add.path.hint")} required value={path} maxLength={500} spellCheck={false} classNames={{ input: "p-mono" }} data-autofocus onChange={(e) => setPath(e.currentTarget.value)} />
          <Select label={t("type")} data={[{ value: "", label: t("add.type.group") }, ...Object.keys(samples)]} value={type} allowDeselect={false} searchable onChange={(v) => choose(v ?? "")} />
          {kind === "token" && (
            <>
              <Textarea label={t("value")} description={t("add.value.hint")} autosize minRows={3} maxRows={14} value={text} spellCheck={false} classNames={{ input: "p-mono" }} error={value ? undefined : t("value.bad")} onChange={(e) => setText(e.currentTarget.value)} />
              <Where modifiers={modifiers} value={where} onChange={setWhere} />
            </>
          )}
          {kind === "group" && <Text size="sm" c="dimmed">{t("add.group.help")}</Text>}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{c("cancel")}</Button>
            <Button type="submit" loading={add.isPending} disabled={path.trim() === "" || !value}>{t("add")}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function written(type: string): string {
  return type in samples ? JSON.stringify(samples[type], null, 2) : "";
}
