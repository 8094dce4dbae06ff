import { Badge, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, ask } from "../../api/client";
import { useMay } from "../../kit/permissions";
import { useTexts } from "../../kit/texts";
import { Moment } from "../../kit/ui/moment";
import { Card } from "./card";
import { texts } from "./texts";

/** Caches is how the CDNs and proxies take being told of publications. It is there where some are configured, for who may read settings. */
export function Caches() {
  const t = useTexts(texts);
  const may = useMay({ action: "read", type: "@settings" });
  const query = useQuery({
    queryKey: ["caches"], enabled: may.allowed, refetchInterval: 30_000, queryFn: async () => (await ask(api.GET("/api/v1/caches"))).data ?? [],
  });
  if (!query.data || query.data.length === 0) return null;
  return (
    <Card title={t("caches")} query={query} empty="">
      {query.data.map((c) => (
        <li key={c.name}>
          <span className="p-grow">
            <Text size="sm" fw={560}>{c.name}</Text>
            <Text size="xs" c="dimmed">
              {c.failingSince ? <>{t("caches.since")} <Moment at={c.failingSince} /> · {t("caches.attempts", { n: c.attempts })}</> : t("caches.behind", { n: c.behind })}
              {c.dead > 0 && <> · {t("caches.dead", { n: c.dead })}</>}
            </Text>
            {c.failingSince && c.message && <Text size="xs" lang="en" className="p-break">{c.message}</Text>}
          </span>
          <Badge color={c.failingSince ? "red" : c.dead > 0 ? "yellow" : "green"}>{t(c.failingSince ? "caches.failing" : c.dead > 0 ? "caches.refused" : "caches.fine")}</Badge>
        </li>
      ))}
    </Card>
  );
}
