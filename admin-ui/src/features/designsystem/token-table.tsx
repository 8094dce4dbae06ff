import { ActionIcon, Badge, Button, Group, Select, Table, Text, TextInput, Tooltip } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconPencil, IconPlus, IconSearch, IconTag } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { useMay } from "../../kit/permissions";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Answered } from "../../kit/ui/states";
import { Swatch } from "./changes";
import { type Draft, type Modifier, previewQuery, type Token, tokensQuery, type Versioned } from "./queries";
import { texts } from "./texts";
import { NewToken } from "./new-token";
import { TokenEditor } from "./token-editor";
import { TokenStructure } from "./token-structure";
import { groupOf, inputsOf, writeInputs } from "./tokens";

const route = getRouteApi("/design/drafts/$id");
const rowHeight = 46; // pixels, also in team.css

/** TokenTable shows the tokens of a draft in one theme and brand, and lets their values be changed. */
export function TokenTable({ draft }: { draft: Versioned<Draft> }) {
  const { inputs = "" } = route.useSearch();
  const tokens = useQuery({ ...tokensQuery(draft.body.id, inputs), placeholderData: keepPreviousData });
  return (
    <section className="p-card">
      <Answered query={tokens}>{(list) => <Listed draft={draft} tokens={list.data ?? []} modifiers={list.modifiers ?? []} />}</Answered>
    </section>
  );
}

function Listed({ draft, tokens, modifiers }: { draft: Versioned<Draft>; tokens: Token[]; modifiers: Modifier[] }) {
  const t = useTexts(texts);
  const { q = "", group = "" } = route.useSearch();
  const [editing, setEditing] = useState<Token>();
  const [naming, setNaming] = useState<Token>();
  const [adding, setAdding] = useState(false);
  const changed = useChanged(draft.body.id);
  const found = useMemo(() => {
    const words = q.toLowerCase().split(/\s+/).filter(Boolean);
    return tokens.filter((x) => (group === "" || groupOf(x.path) === group)
      && words.every((w) => x.path.toLowerCase().includes(w) || x.css.toLowerCase().includes(w) || (x.description ?? "").toLowerCase().includes(w)));
  }, [tokens, q, group]);
  return (
    <>
      <Tools tokens={tokens} modifiers={modifiers} onAdd={() => setAdding(true)} />
      {found.length === 0 ? <Text c="dimmed" p="md">{t("tokens.none")}</Text> : <Rows list={found} changed={changed} onEdit={setEditing} onName={setNaming} />}
      <Text size="sm" c="dimmed" p="md" role="status">{t("tokens", { n: found.length })}</Text>
      {editing && <TokenEditor draft={draft} token={editing} tokens={tokens} modifiers={modifiers} onClose={() => setEditing(undefined)} />}
      {naming && <TokenStructure draft={draft} token={naming} onClose={() => setNaming(undefined)} />}
      {adding && <NewToken draft={draft} modifiers={modifiers} group={group} onClose={() => setAdding(false)} />}
    </>
  );
}

/** useChanged gives the paths that differ from the release below. */
function useChanged(id: string): Set<string> {
  const preview = useQuery(previewQuery(id)).data;
  return useMemo(() => new Set((preview?.changes ?? []).map((c) => c.path)), [preview]);
}

function Tools({ tokens, modifiers, onAdd }: { tokens: Token[]; modifiers: Modifier[]; onAdd: () => void }) {
  const t = useTexts(texts);
  const may = useMay({ action: "update", type: "@design-system" });
  const { q = "", group, inputs = "" } = route.useSearch();
  const go = route.useNavigate();
  const groups = useMemo(() => [...new Set(tokens.map((x) => groupOf(x.path)))].sort(), [tokens]);
  const look = useDebouncedCallback((words: string) => void go({ search: (old) => ({ ...old, q: words || undefined }), replace: true }), 200);
  const put = (name: string, context: string) => void go({ search: (old) => ({ ...old, inputs: writeInputs({ ...inputsOf(inputs), [name]: context }) }), replace: true });
  return (
    <Group p="md" gap="sm" align="flex-end">
      <TextInput label={t("search")} leftSection={<IconSearch size={16} aria-hidden />} defaultValue={q} maxLength={200} w={280} onChange={(e) => look(e.currentTarget.value.trim())} />
      <Select label={t("group")} placeholder={t("group.all")} data={groups} value={group ?? null} clearable w={170} onChange={(v) => void go({ search: (old) => ({ ...old, group: v ?? undefined }), replace: true })} />
      {modifiers.map((m) => (
        <Select key={m.name} label={modifierName(m.name, t)} data={m.contexts ?? []} value={m.chosen} allowDeselect={false} w={150} onChange={(v) => v && put(m.name, v)} />
      ))}
      <span className="p-grow" />
      {may.allowed && <Button variant="default" leftSection={<IconPlus size={16} />} onClick={onAdd}>{t("add")}</Button>}
    </Group>
  );
}

export function modifierName(name: string, t: ReturnType<typeof useTexts<typeof texts>>): string {
  return name === "theme" || name === "brand" ? t(`modifier.${name}`) : t("modifier", { name });
}

interface RowsProps {
  list: Token[];
  changed: Set<string>;
  onEdit: (token: Token) => void;
  onName: (token: Token) => void;
}

function Rows({ list, changed, onEdit, onName }: RowsProps) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const box = useRef<HTMLDivElement>(null);
  const may = useMay({ action: "update", type: "@design-system" });
  // oxlint-disable-next-line react/incompatible-library -- the virtualizer is read anew with every render
  const virtual = useVirtualizer({ count: list.length, getScrollElement: () => box.current, estimateSize: () => rowHeight, overscan: 16 });
  const items = virtual.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- who scrolls by keyboard has to get there
    <section className="p-tokens" ref={box} tabIndex={0} aria-label={t("tab.tokens")}>
      <Table aria-rowcount={list.length + 1}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t("token")}</Table.Th><Table.Th scope="col">{t("value")}</Table.Th><Table.Th scope="col">{t("type")}</Table.Th><Table.Td />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {above > 0 && <tr aria-hidden style={{ blockSize: above }} />}
          {items.map(({ index }) => {
            const x = list[index];
            return x && (
              <Table.Tr key={x.path} aria-rowindex={index + 2}>
                <Table.Th scope="row">
                  <Tooltip label={x.description ?? ""} disabled={!x.description}><span className="p-path">{x.path}</span></Tooltip>
                  {changed.has(x.path) && <Badge ml={6} size="sm" color="yellow">{t("file.changed")}</Badge>}
                  {x.deprecated && <Badge ml={6} size="sm" color="gray">{t("deprecated")}</Badge>}
                </Table.Th>
                <Table.Td><Swatch css={x.css} />{x.alias && <Text span size="xs" c="dimmed" className="p-alias">{t("alias", { path: x.alias })}</Text>}</Table.Td>
                <Table.Td><Text size="sm" c="dimmed">{x.type}</Text></Table.Td>
                <Table.Td ta="end">
                  {may.allowed && (
                    <Group gap={4} justify="flex-end" wrap="nowrap">
                      <ActionIcon aria-label={`${c("edit")}: ${x.path}`} onClick={() => onEdit(x)}><IconPencil size={17} /></ActionIcon>
                      <ActionIcon aria-label={`${t("structure.open")}: ${x.path}`} onClick={() => onName(x)}><IconTag size={17} /></ActionIcon>
                    </Group>
                  )}
                </Table.Td>
              </Table.Tr>
            );
          })}
          {below > 0 && <tr aria-hidden style={{ blockSize: below }} />}
        </Table.Tbody>
      </Table>
    </section>
  );
}
