import { Anchor, Drawer, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { FormattedDate } from "react-intl";
import { useNames } from "../../kit/people";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { EntryLink } from "../../kit/ui/entry-link";
import { differences, type Line } from "./lines";
import { texts } from "./texts";
import { useWords } from "./words";

/** LineDrawer is one line of the audit: who, from where, and each value before and after. */
export function LineDrawer({ line, onClose }: { line: Line; onClose: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const say = useWords();
  const changed = differences(line.before, line.after);
  const none = t(line.withheld ? "line.withheld" : "line.none");
  return (
    <Drawer opened onClose={onClose} position="right" size="lg" title={say(line.action)} closeButtonProps={{ "aria-label": c("close") }}>
      <Stack gap="lg">
        <Facts line={line} />
        <section>
          <Title order={3} mb="xs">{t("line.changes")}</Title>
          {changed.length === 0 ? <Text c="dimmed" size="sm">{none}</Text> : (
            <div className="p-diff">
              {changed.map((d) => (
                <div key={d.path}>
                  <Text size="sm" fw={600} className="p-path">{d.path}</Text>
                  <p className="p-diff-text" dir="auto">
                    {"before" in d && <del>{show(d.before)}</del>} {"after" in d && <ins>{show(d.after)}</ins>}
                  </p>
                </div>
              ))}
              {line.withheld && <Text c="dimmed" size="sm">{none}</Text>}
            </div>
          )}
        </section>
        {line.detail !== null && line.detail !== undefined && (
          <section>
            <Title order={3} mb="xs">{t("detail")}</Title>
            <pre className="p-json">{JSON.stringify(line.detail, null, 2)}</pre>
          </section>
        )}
      </Stack>
    </Drawer>
  );
}

const show = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

function Facts({ line }: { line: Line }) {
  const t = useTexts(texts);
  const name = useNames();
  const facts: [string, ReactNode][] = [
    [t("when"), <FormattedDate key="at" value={line.at} dateStyle="full" timeStyle="medium" />],
    [t("actor"), name(line.actor)],
    ...(line.via ? [[t("via"), line.via] as [string, ReactNode]] : []),
    [t("subject"), <Subject key="subject" line={line} />],
    ...(line.site ? [[t("site"), line.site] as [string, ReactNode]] : []),
    [t("address"), line.address || "–"],
    [t("request"), <code key="r" className="p-code">{line.requestId || "–"}</code>],
    [t("hash"), <code key="h" className="p-code">{line.hash}</code>],
    [t("previous"), <code key="p" className="p-code">{line.previous || "–"}</code>],
  ];
  return (
    <section>
      <Title order={3} mb="xs">{t("line", { number: line.number })}</Title>
      <dl className="p-facts">{facts.map(([label, value]) => <div key={label} className="p-fact"><dt>{label}</dt><dd>{value}</dd></div>)}</dl>
    </section>
  );
}

function Subject({ line }: { line: Line }) {
  const t = useTexts(texts);
  const [kind = "", ...rest] = line.subject.split("/");
  const id = rest.join("/");
  const own = kind === "entry" ? <EntryLink id={id}>{line.subject}</EntryLink>
    : kind === "account" ? <Link className="p-name" to="/people/$id" params={{ id }}>{line.subject}</Link>
      : kind === "content-release" ? <Link className="p-name" to="/releases/$id" params={{ id }}>{line.subject}</Link>
        : kind === "menu" || kind === "site" ? <Link className="p-name" to={`/${kind}s/${id}` as string}>{line.subject}</Link> : line.subject;
  return <>{own} <Anchor component={Link} to="/audit" search={{ subject: line.subject } as never} size="sm">{t("subject.all")}</Anchor></>;
}
