import { Button, ColorPicker, Group, Modal, NumberInput, SegmentedControl, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, ask, ifMatch } from "../../api/client";
import { Problem } from "../../api/problem";
import { useNotify } from "../../kit/notify";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Swatch } from "./changes";
import type { Draft, Modifier, Token, Versioned } from "./queries";
import { Refusal } from "./refusal";
import { texts } from "./texts";
import { modifierName } from "./token-table";
import { TokenUses } from "./token-uses";
import { colorValue, hexOf, measureOf, valueOf } from "./tokens";

type Mode = "value" | "reference" | "json";

interface Props {
  draft: Versioned<Draft>;
  token: Token;
  tokens: Token[];
  modifiers: Modifier[];
  onClose: () => void;
}

/** TokenEditor changes one value: of a kind that can be picked, as a reference to another token, or as a token file has it. The server
    compiles it; what the compiler says stands here with its place. */
export function TokenEditor({ draft, token, tokens, modifiers, onClose }: Props) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const notify = useNotify();
  const queries = useQueryClient();
  const pickable = token.type === "color" ? hexOf(token.value) !== "" : measureOf(token.value) !== undefined || typeof token.value === "number";
  const [mode, setMode] = useState<Mode>(token.alias ? "reference" : pickable ? "value" : "json");
  const [value, setValue] = useState<unknown>(token.value);
  const [reference, setReference] = useState(token.alias ?? "");
  const [text, setText] = useState(() => JSON.stringify(token.value, null, 2));
  const [where, setWhere] = useState<Record<string, string>>({});
  const written = mode === "reference" ? (reference ? { value: `{${reference}}` } : undefined) : mode === "json" ? valueOf(text) : { value };
  const send = useMutation({
    mutationFn: () => ask(api.POST("/api/v1/design-system/drafts/{id}/tokens", {
      params: { path: { id: draft.body.id }, header: ifMatch(draft.version) },
      body: { changes: [{ path: token.path, value: written?.value, ...(Object.keys(where).length > 0 && { inputs: where }) }] } as never,
    })),
    onSuccess: () => {
      notify.done(t("saved", { path: token.path }));
      onClose();
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: ["design", "drafts", draft.body.id] }),
  });
  const stale = send.error instanceof Problem && send.error.status === 412;
  const modes: Mode[] = pickable ? ["value", "reference", "json"] : ["reference", "json"];
  const others = tokens.filter((x) => x.type === token.type && x.path !== token.path).map((x) => x.path);
  return (
    <Modal opened onClose={onClose} title={t("edit", { path: token.path })} size="lg" closeButtonProps={{ "aria-label": c("close") }}>
      <Stack>
        {send.error && <Refusal error={send.error} {...(stale && { title: t("stale") })} />}
        <Group justify="space-between"><Text size="sm" c="dimmed">{token.type} · {token.file}:{token.line}</Text><Swatch css={token.css} /></Group>
        {token.description && <Text size="sm">{token.description}</Text>}
        <details className="p-chart-table"><summary>{t("uses")}</summary><TokenUses draft={draft.body.id} token={token} tokens={tokens} onLeave={onClose} /></details>
        <SegmentedControl aria-label={t("value")} value={mode} data={modes.map((m) => ({ value: m, label: t(`mode.${m}`) }))} onChange={(v) => setMode(modes.find((m) => m === v) ?? "json")} />
        {mode === "value" && <Picked type={token.type} value={value} onChange={setValue} />}
        {mode === "reference" && <Select label={t("reference")} data={others} value={reference || null} searchable limit={100} onChange={(v) => setReference(v ?? "")} />}
        {mode === "json" && (
          <Textarea
            label={t("value")} autosize minRows={4} maxRows={14} value={text} spellCheck={false} classNames={{ input: "p-mono" }} error={written ? undefined : t("value.bad")}
            onChange={(e) => setText(e.currentTarget.value)}
          />
        )}
        <Where modifiers={modifiers} value={where} onChange={setWhere} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{c("cancel")}</Button>
          <Button loading={send.isPending} disabled={!written} onClick={() => send.mutate()}>{c("save")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Picked({ type, value, onChange }: { type: string; value: unknown; onChange: (next: unknown) => void }) {
  const t = useTexts(texts);
  const [hex, setHex] = useState(() => hexOf(value));
  const measure = measureOf(value);
  if (type === "color") {
    const put = (next: string) => {
      setHex(next);
      const color = colorValue(next);
      if (color) onChange(color);
    };
    return (
      <>
        <TextInput label={t("value")} value={hex} maxLength={9} spellCheck={false} classNames={{ input: "p-mono" }} onChange={(e) => put(e.currentTarget.value.trim())} />
        <ColorPicker format="hexa" value={hex} fullWidth saturationLabel={t("color.saturation")} hueLabel={t("color.hue")} alphaLabel={t("color.alpha")} onChange={put} />
      </>
    );
  }
  if (measure) {
    const units = type === "duration" ? ["ms", "s"] : ["px", "rem"];
    return (
      <Group grow>
        <NumberInput label={t("number")} value={measure.value} onChange={(n) => typeof n === "number" && onChange({ ...measure, value: n })} />
        <Select label={t("unit")} data={units} value={measure.unit} allowDeselect={false} onChange={(unit) => unit && onChange({ ...measure, unit })} />
      </Group>
    );
  }
  return <NumberInput label={t("number")} value={Number(value)} onChange={(n) => typeof n === "number" && onChange(n)} />;
}

/** Where chooses the contexts in which a value is to hold; none is everywhere. */
export function Where({ modifiers, value, onChange }: { modifiers: Modifier[]; value: Record<string, string>; onChange: (next: Record<string, string>) => void }) {
  const t = useTexts(texts);
  const put = (name: string, context: string) => {
    const next = Object.fromEntries(Object.entries(value).filter(([k]) => k !== name));
    onChange(context ? { ...next, [name]: context } : next);
  };
  return (
    <fieldset className="p-rule">
      <legend>{t("context")}</legend>
      <div className="p-rule-where">
        {modifiers.map((m) => (
          <Select
            key={m.name} label={modifierName(m.name, t)} value={value[m.name] ?? ""} allowDeselect={false} onChange={(v) => put(m.name, v ?? "")}
            data={[{ value: "", label: t("context.all") }, ...(m.contexts ?? []).map((x) => ({ value: x, label: t("context.only", { context: x }) }))]}
          />
        ))}
      </div>
    </fieldset>
  );
}
