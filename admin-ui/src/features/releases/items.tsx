import { ActionIcon, Badge, Button, Group, Table, Text, Title, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconPackage, IconPlus, IconX } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api, ask, ifMatch, type Schemas } from "../../api/client";
import { language } from "../../kit/language";
import { typeQuery } from "../../kit/model";
import { useNotify } from "../../kit/notify";
import { sayItem } from "../../kit/item-texts";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { EntryLink } from "../../kit/ui/entry-link";
import { Note } from "../../kit/ui/states";
import { AddItems } from "./add-items";
import type { Release } from "./releases";
import { texts } from "./texts";

type Item = Schemas["ReleaseItemBody"];
type Problem = Schemas["ProblemItem"];

const page = 50; // rows that are shown at first, and more at a time

/** Items is the list of what goes out, each with what stands in its way. */
export function Items({ release: r, problems, checked }: { release: Release; problems: Problem[]; checked: boolean }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const [shown, setShown] = useState(page);
  const [adding, setAdding] = useState(false);
  const items = r.items ?? [];
  const open = r.state === "open";
  const add = open && <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>{t("add")}</Button>;
  return (
    <section className="p-card">
      <Group justify="space-between" p="md">
        <Title order={2}>{t("items.title")}</Title>
        {items.length > 0 && add}
      </Group>
      {items.length === 0 ? <Note icon={IconPackage} title={t("items.empty")} action={add || undefined}>{t("empty.help")}</Note> : (
        <div className="p-table">
          <Table>
            <Table.Thead>
              <Table.Tr><Table.Th scope="col">{t("item")}</Table.Th><Table.Th scope="col">{t("locales")}</Table.Th><Table.Th scope="col">{t("state")}</Table.Th><Table.Td /></Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.slice(0, shown).map((item, i) => (
                <Row key={item.id ?? `withheld ${i}`} release={r} item={item} checked={checked} problems={problems.filter((p) => `${p.pointer ?? ""}/`.startsWith(`/items/${i}/`))} />
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      {items.length > shown && <Group p="md"><Button variant="default" onClick={() => setShown(shown + page)}>{c("more")}</Button></Group>}
      {adding && <AddItems release={r} onClose={() => setAdding(false)} />}
    </section>
  );
}

function Row({ release: r, item, problems, checked }: { release: Release; item: Item; problems: Problem[]; checked: boolean }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const locale = useStore(language);
  const entry = useEntry(item);
  const type = useQuery({ ...typeQuery(item.type ?? ""), enabled: item.type !== undefined }).data;
  const title = item.withheld ? t("item.withheld") : item.menu ? t("item.menu", { name: item.menu }) : titleOf(entry.data, type?.title, item);
  return (
    <Table.Tr>
      <Table.Th scope="row">
        {item.withheld && <Text c="dimmed" fw={400}>{title}</Text>}
        {item.entry && <EntryLink id={item.entry} locale={item.locales?.[0]}>{title}</EntryLink>}
        {item.menu && <Link to={`/menus/${item.space ?? ""}/${item.menu}` as string} className="p-name">{title}</Link>}
        {!item.withheld && <Text size="sm" c="dimmed" fw={400}>{[type && labelIn(type.label, locale), item.space].filter(Boolean).join(" · ")}</Text>}
      </Table.Th>
      <Table.Td><Text size="sm">{item.entry && (item.locales?.length ? item.locales.join(", ") : t("locales.all"))}</Text></Table.Td>
      <Table.Td>
        {problems.map((p) => (
          <Text key={`${p.pointer} ${p.code}`} size="sm" c="yellow" className="p-flaw"><IconAlertTriangle size={14} aria-hidden /> {sayItem(c, p)}</Text>
        ))}
        {checked && problems.length === 0 && <Badge color="green">{t("ready")}</Badge>}
      </Table.Td>
      <Table.Td ta="end">{r.state === "open" && item.id && <Remove release={r} id={item.id} title={title} />}</Table.Td>
    </Table.Tr>
  );
}

const useEntry = (item: Item) => useQuery({
  queryKey: ["entry", item.entry],
  queryFn: () => ask(api.GET("/api/v1/entries/{id}", { params: { path: { id: item.entry ?? "" } } })),
  enabled: item.entry !== undefined && item.entry !== "",
  staleTime: 60_000,
});

/** titleOf finds what an entry is called, in the reader's language if it can. */
function titleOf(entry: Schemas["EntryBody"] | undefined, field: string | undefined, item: Item): string {
  if (!entry || !field) return item.entry ?? "";
  const docs = [entry.locales[language.get()], entry.shared, ...Object.values(entry.locales)] as (Record<string, unknown> | undefined)[];
  const found = docs.map((d) => d?.[field]).find((v) => typeof v === "string" && v !== "");
  return typeof found === "string" ? found : entry.key;
}

function Remove({ release: r, id, title }: { release: Release; id: string; title: string }) {
  const t = useTexts(texts);
  const notify = useNotify();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => ask(api.DELETE("/api/v1/content-releases/{id}/items/{item}", { params: { path: { id: r.id, item: id }, header: ifMatch(r.version) } })),
    onSuccess: (next) => {
      queries.setQueryData(["releases", r.id], next);
      notify.done(t("removed", { title }));
    },
    onError: notify.failed,
  });
  return (
    <Tooltip label={t("remove", { title })}>
      <ActionIcon aria-label={t("remove", { title })} loading={remove.isPending} onClick={() => remove.mutate()}><IconX size={16} /></ActionIcon>
    </Tooltip>
  );
}
