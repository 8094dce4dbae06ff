import { Button, Modal, Stack, Tabs, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, ask, ifMatch, type Schemas } from "../../api/client";
import { useNotify } from "../../kit/notify";
import { searchEverything } from "../../kit/search";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Answered } from "../../kit/ui/states";
import type { Release } from "./releases";
import { texts } from "./texts";

/** AddItems puts entries and menus into an open release. */
export function AddItems({ release, onClose }: { release: Release; onClose: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  return (
    <Modal opened onClose={onClose} title={t("add")} size="lg" closeButtonProps={{ "aria-label": c("close") }}>
      <Tabs defaultValue="entries" keepMounted={false}>
        <Tabs.List mb="md"><Tabs.Tab value="entries">{t("add.entries")}</Tabs.Tab><Tabs.Tab value="menus">{t("add.menus")}</Tabs.Tab></Tabs.List>
        <Tabs.Panel value="entries"><Entries release={release} /></Tabs.Panel>
        <Tabs.Panel value="menus"><Menus release={release} /></Tabs.Panel>
      </Tabs>
    </Modal>
  );
}

function Entries({ release }: { release: Release }) {
  const t = useTexts(texts);
  const queries = useQueryClient();
  const [words, setWords] = useState("");
  const [asked] = useDebouncedValue(words.trim(), 200);
  const found = useQuery({ queryKey: ["search", asked], queryFn: () => searchEverything(queries, asked), enabled: asked.length > 1 });
  return (
    <Stack>
      <TextInput
        data-autofocus label={t("search")} leftSection={<IconSearch size={16} aria-hidden />} value={words} maxLength={100}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {asked.length > 1 ? (
        <Answered query={found}>
          {(list) => (list.length === 0 ? <Text c="dimmed" role="status">{t("add.none")}</Text> : (
            <ul className="p-picks">
              {list.map((f) => (
                <Pick
                  key={f.id} release={release} title={f.title} detail={f.detail} item={{ entry: f.id }}
                  there={(release.items ?? []).some((i) => i.entry === f.id)}
                />
              ))}
            </ul>
          ))}
        </Answered>
      ) : <Text c="dimmed" size="sm">{t("add.help")}</Text>}
    </Stack>
  );
}

function Menus({ release }: { release: Release }) {
  const t = useTexts(texts);
  const menus = useQuery({ queryKey: ["menus"], queryFn: async () => (await ask(api.GET("/api/v1/menus"))).data ?? [] });
  return (
    <Answered query={menus}>
      {(list) => (
        <ul className="p-picks">
          {list.map((m) => (
            <Pick
              key={`${m.space} ${m.name}`} release={release} title={t("item.menu", { name: m.name })} detail={m.space} item={{ menu: m.name, space: m.space }}
              there={(release.items ?? []).some((i) => i.menu === m.name && i.space === m.space)}
            />
          ))}
        </ul>
      )}
    </Answered>
  );
}

interface PickProps {
  release: Release;
  title: string;
  detail: string;
  item: Schemas["ReleaseItemInput"];
  there: boolean;
}

function Pick({ release: r, title, detail, item, there }: PickProps) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const notify = useNotify();
  const queries = useQueryClient();
  const add = useMutation({
    mutationFn: () => ask(api.POST("/api/v1/content-releases/{id}/items", { params: { path: { id: r.id }, header: ifMatch(r.version) }, body: { items: [item] } })),
    onSuccess: (next) => {
      queries.setQueryData(["releases", r.id], next);
      notify.done(t("added", { title }));
    },
    onError: notify.failed,
  });
  return (
    <li>
      <span><Text span dir="auto">{title}</Text> <Text span size="sm" c="dimmed">{detail}</Text></span>
      {there ? <Text size="sm" c="dimmed">{t("add.there")}</Text> : (
        <Button size="compact-sm" variant="default" aria-label={t("add.one", { title })} loading={add.isPending} onClick={() => add.mutate()}>{c("add")}</Button>
      )}
    </li>
  );
}
