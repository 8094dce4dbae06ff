import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, ask } from "../../api/client";
import { useTexts } from "../../kit/texts";
import { Answered } from "../../kit/ui/states";
import { texts } from "./texts";

/** Uses lists the entries that refer to this one. */
export default function Uses({ id }: { id: string }) {
  const t = useTexts(texts);
  const query = useQuery({ queryKey: ["uses", id], queryFn: () => ask(api.GET("/api/v1/entries/{id}/uses", { params: { path: { id }, query: { "page[size]": 100 } } })) });
  return (
    <Answered query={query}>
      {({ data, hidden }) => {
        const seen = new Map((data ?? []).map((u) => [u.id, u]));
        if (seen.size === 0 && hidden === 0) return <Text size="sm" c="dimmed">{t("uses.none")}</Text>;
        return (
          <Stack gap="xs">
            {[...seen.values()].map((u) => (
              <div key={u.id}>
                <Link to="/content/$id" params={{ id: u.id }}>{u.key}</Link>
                <Text size="xs" c="dimmed">{u.type} · {u.space}{u.view === "draft" ? ` · ${t("uses.draft")}` : ""}</Text>
              </div>
            ))}
            {hidden > 0 && <Text size="sm" c="dimmed">{t("uses.hidden", { n: hidden })}</Text>}
          </Stack>
        );
      }}
    </Answered>
  );
}
