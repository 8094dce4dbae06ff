import { Alert, Badge, Button, Code, CopyButton, Group, SegmentedControl, Select, Text, Title } from "@mantine/core";
import { IconCheck, IconExternalLink, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { api, ask } from "../../api/client";
import { Problem } from "../../api/problem";
import { boot } from "../../kit/boot";
import { sayProblem } from "../../kit/problem-texts";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { type Scene, Stage, stand } from "../../kit/ui/stage";
import { Loading } from "../../kit/ui/states";
import type { Site } from "./model";
import { check, snippets, type Way, ways } from "./snippets";
import { texts } from "./texts";

/** Integrate leads a developer from the registered site to its header: what to add, what the site will get, and how to see that it came. */
export function Integrate({ site }: { site: Site }) {
  const t = useTexts(texts);
  const locales = site.locales ?? [];
  const [way, setWay] = useState<Way>(site.integration === "esi" ? "varnish" : site.integration === "ssi" ? "nginx" : "fragments");
  const [locale, setLocale] = useState(site.defaultLocale);
  const delivery = boot.delivery || "https://PORTICO";
  const snippet = snippets({ key: site.key, locale, delivery }).find((s) => s.way === way);
  const home = `${(site.origins ?? [])[0] ?? ""}${locales.find((l) => l.tag === locale)?.home ?? "/"}`;
  return (
    <div className="p-steps">
      <Step n={1} title={t("step.way")}>
        <Group>
          <SegmentedControl aria-label={t("step.way")} value={way} onChange={(v) => setWay(v as Way)} data={ways.map((w) => ({ value: w, label: t(`way.${w}`) }))} />
          <Select aria-label={t("locale")} value={locale} onChange={(l) => l && setLocale(l)} data={locales.map((l) => l.tag)} w={110} allowDeselect={false} />
        </Group>
        <Text size="sm" c="dimmed" mt="xs">{t(`way.${way}.help`)}</Text>
        {site.private && way !== "fragments" && <Alert color="yellow" mt="sm">{t("way.private")}</Alert>}
        {!boot.delivery && <Alert color="yellow" mt="sm">{t("way.noDelivery")}</Alert>}
      </Step>
      <Step n={2} title={t("step.copy")}>
        {snippet?.blocks.map((b) => (
          <div key={b.where} className="p-snippet">
            <div className="p-snippet-head"><Text size="sm" fw={560}>{t(`where.${b.where}`)} <Text span c="dimmed" size="sm">{b.file}</Text></Text><Copy text={b.code} /></div>
            {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long line is scrolled to */}
            <Code block tabIndex={0}>{b.code}</Code>
          </div>
        ))}
        {way === "fragments" && site.private && <Text size="sm" c="dimmed">{t("way.bearer")}</Text>}
      </Step>
      <Step n={3} title={t("step.gets")}><Gets site={site} locale={locale} /></Step>
      <Step n={4} title={t("step.check")}>
        <Text size="sm">{t("check.text")}</Text>
        <div className="p-snippet">
          <div className="p-snippet-head"><Text size="sm" fw={560}>{t("check.command")}</Text><Copy text={check(home)} /></div>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long line is scrolled to */}
          <Code block tabIndex={0}>{check(home)}</Code>
        </div>
        <Text size="sm" c="dimmed">{t("check.expected")} <Code>data-portico-part=&quot;header&quot;</Code> <Code>data-portico-part=&quot;footer&quot;</Code></Text>
        <Group mt="sm"><Button component="a" href={home} target="_blank" rel="noopener noreferrer" variant="default" rightSection={<IconExternalLink size={16} />}>{t("open")}</Button></Group>
        <Alert color="blue" mt="sm" title={t("check.honest")}>{t("check.honest.text")}</Alert>
      </Step>
    </div>
  );
}

function Step({ n, title, children }: { n: number; title: string; children: React.ReactNode }) {
  return (
    <section className="p-card p-step" aria-labelledby={`step-${n}`}>
      <span className="p-step-n" aria-hidden>{n}</span>
      <div><Title order={2} id={`step-${n}`} mb="sm">{title}</Title>{children}</div>
    </section>
  );
}

function Copy({ text }: { text: string }) {
  const t = useTexts(texts);
  return <CopyButton value={text}>{({ copied, copy }) => <Button size="compact-sm" variant="default" onClick={copy} leftSection={copied && <IconCheck size={14} />}>{copied ? t("copied") : t("copy")}</Button>}</CopyButton>;
}

/** Gets asks the server for what the site would show now: whether everything is there that it needs, and how it looks. */
function Gets({ site, locale }: { site: Site; locale: string }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const parts = useQuery({
    queryKey: ["sites", site.key, "parts", locale, site.version], retry: false,
    queryFn: () => ask(api.POST("/api/v1/sites/{key}/draft-parts", { params: { path: { key: site.key } }, body: { locale } })),
  });
  const scene = useMemo<Scene | undefined>(() => parts.data && {
    lang: parts.data.locale, dir: /^(ar|fa|he|ur)/.test(parts.data.locale) ? "rtl" : "ltr", theme: site.theme === "dark" ? "dark" : "light", styles: parts.data.styles ?? "",
    html: `${parts.data.parts.header ?? ""}${stand}${parts.data.parts.footer ?? ""}`,
  }, [parts.data, site.theme]);
  if (parts.error) {
    const items = parts.error instanceof Problem ? parts.error.items : [];
    return <Alert color="red" role="alert" icon={<IconX />}>{items.length > 0 ? items.map((i) => <p className="p-flaw" key={i.message}>{i.message}</p>) : sayProblem(c, parts.error)}</Alert>;
  }
  if (!scene || !parts.data) return <Loading />;
  return (
    <>
      <Group gap="xs" mb="sm">
        {["header", "footer"].map((p) => <Badge key={p} color={parts.data.parts[p] ? "green" : "red"} leftSection={parts.data.parts[p] ? <IconCheck size={12} /> : <IconX size={12} />}>{p}</Badge>)}
        {(parts.data.warnings ?? []).length > 0 && <Badge color="yellow">{t("warnings", { n: (parts.data.warnings ?? []).length })}</Badge>}
      </Group>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- who has only a keyboard scrolls it */}
      <div className="p-preview-box p-framed" tabIndex={0} role="group" aria-label={t("step.gets")}><Stage scene={scene} title={t("frame")} width={1280} /></div>
    </>
  );
}
