import { Badge, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, ask, type Schemas } from "../../api/client";
import { language } from "../../kit/language";
import type { ContentType } from "../../kit/model";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { Answered } from "../../kit/ui/states";
import { texts } from "./texts";
import { plainText } from "./words";

type FieldDiff = Schemas["ContentFieldDiff"];

interface Props {
  id: string;
  type: ContentType;
  /** published, draft, or the number of a version. */
  from: string;
  to: string;
  /** Of the draft: a new one is a new question. */
  version: number;
  locales?: string[];
}

/** Diff shows how two states of an entry differ, field by field. */
export function Diff({ id, type, from, to, version, locales }: Props) {
  const t = useTexts(texts);
  const query = useQuery({
    queryKey: ["entry-diff", id, from, to, version],
    queryFn: async () => (await ask(api.GET("/api/v1/entries/{id}/diff", { params: { path: { id }, query: { from, to } as never } }))).data ?? [],
  });
  return (
    <Answered query={query}>
      {(data) => {
        const shown = data.filter((d) => !locales || !d.locale || locales.includes(d.locale));
        if (shown.length === 0) return <Text size="sm" c="dimmed">{t("changes.none")}</Text>;
        return <ul className="p-diff">{shown.map((d) => <One key={d.pointer} diff={d} type={type} />)}</ul>;
      }}
    </Answered>
  );
}

const changes = ["added", "changed", "moved", "removed"] as const;

function One({ diff, type }: { diff: FieldDiff; type: ContentType }) {
  const t = useTexts(texts);
  const ui = useStore(language);
  const field = type.fields.find((f) => f.name === diff.field);
  const change = changes.find((c) => c === diff.change) ?? "changed";
  return (
    <li>
      <Text size="sm" fw={600}>{labelIn(field?.label, ui) || diff.field} {diff.locale && <Badge size="xs" color="gray">{diff.locale}</Badge>} <Text span size="xs" c="dimmed">{t(`change.${change}`)}</Text></Text>
      <Body diff={diff} />
    </li>
  );
}

function Body({ diff }: { diff: FieldDiff | Schemas["ContentItemDiff"] }) {
  const t = useTexts(texts);
  if (diff.text?.length) {
    return (
      <p className="p-words" dir="auto">
        {diff.text.map((piece, i) => {
          const Tag = piece.op === "insert" ? "ins" : piece.op === "delete" ? "del" : "span";
          // eslint-disable-next-line react/no-array-index-key -- pieces have no other identity
          return <Tag key={i}>{shorten(piece.text, piece.op)}</Tag>;
        })}
      </p>
    );
  }
  const items = "items" in diff ? (diff.items ?? []) : [];
  const fields = diff.fields ?? [];
  if (items.length > 0 || fields.length > 0) {
    return (
      <ul className="p-diff">
        {items.map((i) => (
          <li key={`${i.key ?? ""} ${i.from ?? ""} ${i.to ?? ""}`}>
            <Text size="xs" c="dimmed">{t(`change.${changes.find((c) => c === (i.moved ? "moved" : i.change)) ?? "changed"}`)}</Text><Body diff={i} />
          </li>
        ))}
        {fields.map((f) => <li key={f.pointer}><Text size="xs" fw={600}>{f.field}</Text><Body diff={f} /></li>)}
      </ul>
    );
  }
  const [before, after] = [plainText(diff.before), plainText(diff.after)];
  return <p className="p-words" dir="auto">{before && <del>{before}</del>} {after && <ins>{after}</ins>}{!before && !after && <span>{t("empty")}</span>}</p>;
}

/** shorten leaves the middle of long unchanged passages out. */
function shorten(text: string, op: string): string {
  return op === "insert" || op === "delete" || text.length < 160 ? text : `${text.slice(0, 70)} … ${text.slice(-70)}`;
}
