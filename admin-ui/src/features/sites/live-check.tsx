import { Button, Code, Group, Loader, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconExternalLink, IconHourglass, IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api, ask } from "../../api/client";
import { Problem } from "../../api/problem";
import { boot } from "../../kit/boot";
import { sayProblem } from "../../kit/problem-texts";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Copy } from "./lines";
import type { Site } from "./model";
import { check } from "./snippets";
import { startTexts } from "./texts-start";
import { arrived, sayVisit, type Visit } from "./visit";

const every = 6_000; // milliseconds between two looks; the server takes 30 a minute
const most = 50; // looks, after which somebody has to ask for the next

/** LiveCheck has the server look at the site's home page until the header is there, and says in words what keeps it. */
export function LiveCheck({ site, locale }: { site: Site; locale: string }) {
  const t = useTexts(startTexts);
  const home = `${(site.origins ?? [])[0] ?? ""}${(site.locales ?? []).find((l) => l.tag === locale)?.home ?? "/"}`;
  const visit = useQuery({
    queryKey: ["sites", site.key, "visit", locale, site.version], retry: false, gcTime: 0, staleTime: 0, refetchOnWindowFocus: true,
    queryFn: () => ask(api.POST("/api/v1/sites/{key}/visit", { params: { path: { key: site.key } }, body: { locale } })),
    refetchInterval: ({ state }) => (state.error || (state.data && arrived(state.data)) || state.dataUpdateCount >= most ? false : every),
  });
  return (
    <div className="p-live">
      <Found visit={visit.data} error={visit.error} site={site} />
      <Group gap="xs" mt="sm">
        <Button variant="default" leftSection={<IconRefresh size={16} />} loading={visit.isFetching} onClick={() => void visit.refetch()}>{t("again")}</Button>
        <Button component="a" href={home} target="_blank" rel="noopener noreferrer" variant="default" rightSection={<IconExternalLink size={16} />}>{home.replace(/^https?:\/\//, "")}</Button>
      </Group>
      {!(visit.data && arrived(visit.data)) && (
        <div className="p-snippet">
          <div className="p-snippet-head"><Text size="sm" fw={560}>{t("command")}</Text><Copy text={check(home)} /></div>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long line is scrolled to */}
          <Code block tabIndex={0}>{check(home)}</Code>
        </div>
      )}
    </div>
  );
}

function Found({ visit, error, site }: { visit: Visit | undefined; error: unknown; site: Site }) {
  const t = useTexts(startTexts);
  const c = useTexts(common);
  if (error) {
    const text = error instanceof Problem && error.status === 403 ? t("visit.denied") : sayProblem(c, error);
    return <div className="p-found" data-tone="wrong" role="alert"><IconAlertTriangle size={22} aria-hidden /><div><Text fw={600}>{text}</Text></div></div>;
  }
  if (!visit) return <div className="p-found" role="status"><Loader size={22} aria-hidden /><div><Text fw={600}>{t("looking")}</Text></div></div>;
  const there = arrived(visit);
  const { title, help } = sayVisit(t, visit, site.key, boot.delivery);
  return (
    <div className="p-found" data-tone={there ? "done" : "waiting"} role="status">
      {there ? <IconCircleCheck size={22} aria-hidden /> : <IconHourglass size={22} aria-hidden />}
      <div>
        <Text fw={600}>{title}</Text>
        <Text size="sm">{help}</Text>
        <Text size="xs" c="dimmed" mt={4} className="p-break">{t("looked", { address: visit.address })}{!there && <> · {t("waiting")}</>}</Text>
      </div>
    </div>
  );
}
