import { Badge, Button, Table, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleX } from "@tabler/icons-react";
import { useState } from "react";
import { sayCode } from "../../kit/item-texts";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import type { Change, Finding } from "./queries";
import { texts } from "./texts";

const kinds = [
  "added", "brand", "context", "default", "deprecated", "description", "extensions", "file", "icon", "locale", "modifier", "package", "part", "reason", "removed", "undeprecated",
] as const;

/** sayKind says what kind of change it is: "added", or of what something was added or removed. */
function sayKind(t: ReturnType<typeof useTexts<typeof texts>>, kind: string): string {
  const [what = "", how] = /^(.*?)(?:_(added|removed))?$/.exec(kind)?.slice(1) ?? [];
  const known = kinds.find((k) => k === what);
  if (!known) return kind.replaceAll("_", " ");
  return how ? t(how === "added" ? "kind.of.added" : "kind.of.removed", { what: t(`kind.${known}`) }) : t(`kind.${known}`);
}

const levels = ["major", "minor", "patch"] as const;
const levelColors = { major: "red", minor: "blue", patch: "gray" };
const page = 100;

export function LevelBadge({ level }: { level: string }) {
  const t = useTexts(texts);
  const known = levels.find((l) => l === level);
  return <Badge color={known ? levelColors[known] : "gray"}>{t(known ? `level.${known}` : "level.none")}</Badge>;
}

/** DesignChanges lists what differs between two releases, with the values of both; colours are shown. */
export function DesignChanges({ list }: { list: Change[] }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const [shown, setShown] = useState(page);
  if (list.length === 0) return <Text c="dimmed">{t("changes.none")}</Text>;
  return (
    <div className="p-table">
      <Table>
        <Table.Tbody>
          {list.slice(0, shown).map((x) => (
            <Table.Tr key={`${x.kind} ${x.path} ${x.where ?? ""}`}>
              <Table.Td w={90}><LevelBadge level={x.level} /></Table.Td>
              <Table.Th scope="row"><span className="p-path">{x.path}</span>{x.where && <Text span size="xs" c="dimmed"> {x.where}</Text>}</Table.Th>
              <Table.Td>
                {x.from && <Swatch css={x.from} gone />} {x.to && <Swatch css={x.to} />}
                {!x.from && !x.to && <Text size="sm">{sayKind(t, x.kind)}</Text>}
                {x.note && <Text size="xs" c="dimmed" dir="auto">{x.note}</Text>}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {list.length > shown && <Button m="md" variant="default" onClick={() => setShown(shown + page)}>{c("more")}</Button>}
    </div>
  );
}

const colour = /^(#[0-9a-f]{3,8}|(rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\(.*\))$/i;

/** Swatch shows a value as CSS, with its colour where it is one. */
export function Swatch({ css, gone = false }: { css: string; gone?: boolean }) {
  const value = <code className="p-path">{css}</code>;
  return (
    <span className="p-swatch-line">
      {colour.test(css) && <span className="p-swatch" aria-hidden><span style={{ backgroundColor: css }} /></span>}
      {gone ? <del>{value}</del> : value}
    </span>
  );
}

/** Findings lists what the checks say, contrast first. */
export function Findings({ list }: { list: Finding[] }) {
  const t = useTexts(texts);
  if (list.length === 0) return <Text c="dimmed">{t("findings.none")}</Text>;
  const sorted = [...list].sort((a, b) => Number(b.severity === "error") - Number(a.severity === "error") || Number(b.code === "contrast") - Number(a.code === "contrast"));
  return (
    <ul className="p-findings">
      {sorted.map((f) => {
        const error = f.severity === "error";
        const Sign = error ? IconCircleX : IconAlertTriangle;
        return (
          <li key={`${f.code} ${f.pointer ?? ""} ${f.message}`} data-severity={f.severity}>
            <Sign size={18} aria-label={t(error ? "findings.error" : "findings.warning")} />
            <div>
              <Text size="sm">{sayCode(f.code, f.message) ?? f.message}</Text>
              <Text size="xs" c="dimmed">{f.code === "contrast" ? t("findings.contrast") : f.code}{f.file && ` · ${f.file}${f.line ? `:${f.line}` : ""}`}</Text>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
