import { Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, ask } from "../../api/client";
import { useNames } from "../../kit/people";
import { useTexts } from "../../kit/texts";
import { Moment } from "../../kit/ui/moment";
import { Failed, Loading } from "../../kit/ui/states";
import { texts } from "./texts";

/** Mentions lists the newest comments that call the person; each leads to its thread. */
export function Mentions() {
  const t = useTexts(texts);
  const nameOf = useNames();
  const query = useQuery({ queryKey: ["mentions"], queryFn: async () => (await ask(api.GET("/api/v1/mentions", { params: { query: { "page[size]": 8 } } }))).data ?? [] });
  const rows = query.data ?? [];
  return (
    <section className="p-card p-home" aria-label={t("mentions")}>
      <Title order={2}>{t("mentions")}</Title>
      {query.error ? <Failed error={query.error} /> : query.isPending ? <Loading /> : rows.length === 0 && <Text c="dimmed" size="sm">{t("mentions.none")}</Text>}
      {rows.length > 0 && (
        <ul>
          {rows.map(({ entry, comment: c }) => (
            <li key={c.id}>
              <span className="p-grow">
                <Link to="/content/$id" params={{ id: entry.id }} search={{ panel: "comments", ...(c.locale && { locale: c.locale }), ...(c.pointer && { field: c.pointer }) }} className="p-title" dir="auto">{entry.title || entry.key}</Link>
                <Text size="sm" lineClamp={2} dir="auto">{c.body}</Text>
                <Text size="xs" c="dimmed">{nameOf(c.author)} · <Moment at={c.createdAt} /></Text>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
