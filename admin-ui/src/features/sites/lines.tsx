import { Alert, Button, Code, CopyButton, SegmentedControl, Text, Title } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { boot } from "../../kit/boot";
import { useTexts } from "../../kit/texts";
import type { Site } from "./model";
import { snippets, type Way, ways } from "./snippets";
import { texts } from "./texts";

export function Copy({ text }: { text: string }) {
  const t = useTexts(texts);
  return <CopyButton value={text}>{({ copied, copy }) => <Button size="compact-sm" variant="default" onClick={copy} leftSection={copied && <IconCheck size={14} />}>{copied ? t("copied") : t("copy")}</Button>}</CopyButton>;
}

/** Ways lets somebody choose how the site is served, and says what that means. */
export function Ways({ site, way, onChange, label }: { site: Site; way: Way; onChange: (way: Way) => void; label: string }) {
  const t = useTexts(texts);
  return (
    <>
      <div className="p-scroll"><SegmentedControl aria-label={label} value={way} onChange={(v) => onChange(v as Way)} data={ways.map((w) => ({ value: w, label: t(`way.${w}`) }))} /></div>
      <Text size="sm" c="dimmed" mt="xs">{t(`way.${way}.help`)}</Text>
      {site.private && way !== "fragments" && <Alert color="yellow" mt="sm">{t("way.private")}</Alert>}
      {!boot.delivery && <Alert color="yellow" mt="sm">{t("way.noDelivery")}</Alert>}
    </>
  );
}

/** Lines are what the site adds, ready to be copied. */
export function Lines({ site, way, locale }: { site: Site; way: Way; locale: string }) {
  const t = useTexts(texts);
  const snippet = snippets({ key: site.key, locale, delivery: boot.delivery || "https://PORTICO" }).find((s) => s.way === way);
  return (
    <>
      {snippet?.blocks.map((b) => (
        <div key={b.where} className="p-snippet">
          <div className="p-snippet-head"><Text size="sm" fw={560}>{t(`where.${b.where}`)} <Text span c="dimmed" size="sm">{b.file}</Text></Text><Copy text={b.code} /></div>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long line is scrolled to */}
          <Code block tabIndex={0}>{b.code}</Code>
        </div>
      ))}
      {way === "fragments" && site.private && <Text size="sm" c="dimmed">{t("way.bearer")}</Text>}
    </>
  );
}

/** Step is one card of a way with numbers. */
export function Step({ n, title, done, children }: { n: number; title: string; done?: boolean; children: ReactNode }) {
  return (
    <section className="p-card p-step" aria-labelledby={`step-${n}`} data-done={done || undefined}>
      <span className="p-step-n" aria-hidden>{done ? <IconCheck size={18} /> : n}</span>
      <div><Title order={2} id={`step-${n}`} mb="sm">{title}</Title>{children}</div>
    </section>
  );
}
