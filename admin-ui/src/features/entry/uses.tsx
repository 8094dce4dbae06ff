import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, ask, type Schemas } from "../../api/client";
import { language } from "../../kit/language";
import { useTexts } from "../../kit/texts";
import { Answered } from "../../kit/ui/states";
import { texts } from "./texts";
import { useEntryName } from "./use-name";

/** Uses lists the entries that refer to this one. */
export default function Uses({ id }: { id: string }) {
  const t = useTexts(texts);
  // Other entries change it, so what was seen a moment ago is asked again.
  const query = useQuery({ queryKey: ["uses", id], staleTime: 0, queryFn: () => ask(api.GET("/api/v1/entries/{id}/uses", { params: { path: { id }, query: { "page[size]": 100 } } })) });
  return (
    <Answered query={query}>
      {({ data, hidden }) => {
        const seen = new Map((data ?? []).map((u) => [u.id, u]));
        if (seen.size === 0 && hidden === 0) return <Text size="sm" c="dimmed">{t("uses.none")}</Text>;
        return (
          <Stack gap="xs">
            {[...seen.values()].map((u) => <One key={u.id} use={u} />)}
            {hidden > 0 && <Text size="sm" c="dimmed">{t("uses.hidden", { n: hidden })}</Text>}
          </Stack>
        );
      }}
    </Answered>
  );
}

function One({ use }: { use: Schemas["UseBody"] }) {
  const t = useTexts(texts);
  const { title, typeLabel } = useEntryName(use.type, use.id, language.get());
  return (
    <div>
      <Link to="/content/$id" params={{ id: use.id }}>{title}</Link>
      <Text size="xs" c="dimmed">{typeLabel} · {use.space}{use.view === "draft" ? ` · ${t("uses.draft")}` : ""}</Text>
    </div>
  );
}
