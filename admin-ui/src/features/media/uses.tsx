import { Badge, List, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, ask } from "../../api/client";
import { useTexts } from "../../kit/texts";
import { EntryLink } from "../../kit/ui/entry-link";
import { Answered } from "../../kit/ui/states";
import { texts } from "./texts";

/** Uses lists the entries that show a medium, and says how many more there are that the reader may not see. */
export function Uses({ id }: { id: string }) {
  const t = useTexts(texts);
  const uses = useQuery({
    queryKey: ["media", id, "uses"],
    queryFn: () => ask(api.GET("/api/v1/media/{id}/uses", { params: { path: { id }, query: { "page[size]": 100 } } })),
  });
  return (
    <Answered query={uses}>
      {({ data, hidden }) => {
        const list = data ?? [];
        if (list.length === 0 && hidden === 0) return <Text size="sm" c="dimmed">{t("uses.none")}</Text>;
        const entries = [...new Map(list.map((u) => [u.id, u])).values()];
        return (
          <>
            <List size="sm">
              {entries.map((u) => (
                <List.Item key={u.id}>
                  <EntryLink id={u.id}>{u.key}</EntryLink> <Text span size="sm" c="dimmed">{u.type} · {u.space}</Text>{" "}
                  {[...new Set(list.filter((x) => x.id === u.id).map((x) => x.view))].map((v) => <Badge key={v} size="sm" ml={4} color={v === "published" ? "green" : "gray"}>{t(`view.${v}`)}</Badge>)}
                </List.Item>
              ))}
            </List>
            {hidden > 0 && <Text size="sm" c="dimmed">{t("uses.hidden", { n: hidden })}</Text>}
          </>
        );
      }}
    </Answered>
  );
}
