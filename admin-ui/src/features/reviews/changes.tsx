import { Badge, Group, Text } from "@mantine/core";
import type { Schemas } from "../../api/client";
import { language } from "../../kit/language";
import type { ContentType } from "../../kit/model";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { texts } from "./texts";

type FieldDiff = Schemas["ContentFieldDiff"];
type ItemDiff = Schemas["ContentItemDiff"];
type Piece = Schemas["ContentPiece"];

const changes = ["added", "changed", "moved", "removed"] as const;

/** Changes shows how two states of an entry differ, field by field: texts word by word, lists by what came, went and moved. */
export function Changes({ list, type }: { list: FieldDiff[]; type: ContentType | undefined }) {
  const t = useTexts(texts);
  const locale = useStore(language);
  if (list.length === 0) return <Text c="dimmed">{t("changes.none")}</Text>;
  return (
    <div className="p-diff">
      {list.map((d) => {
        const field = type?.fields.find((f) => f.name === d.field);
        return (
          <section key={d.pointer}>
            <Group gap="xs" mb={4}>
              <Text fw={600} size="sm" component="h3">{field ? labelIn(field.label, locale) : d.field}</Text>
              {d.locale && <Badge size="sm" color="gray">{d.locale}</Badge>}
              <ChangeBadge change={d.change} />
            </Group>
            <OneField diff={d} />
          </section>
        );
      })}
    </div>
  );
}

function ChangeBadge({ change, moved }: { change: string; moved?: boolean | undefined }) {
  const t = useTexts(texts);
  const known = moved ? "moved" : changes.find((c) => c === change);
  const color = { added: "green", changed: "blue", moved: "gray", removed: "red" };
  return known ? <Badge size="sm" color={color[known]}>{t(`change.${known}`)}</Badge> : null;
}

function OneField({ diff: d }: { diff: FieldDiff }) {
  if (d.text?.length) return <Pieces list={d.text} />;
  if (d.items?.length) return <ul className="p-diff-items">{d.items.map((i, at) => <OneItem key={`${i.key ?? ""} ${i.from ?? ""} ${i.to ?? at}`} item={i} />)}</ul>;
  if (d.fields?.length) return <div className="p-diff p-diff-inner">{d.fields.map((f) => <Inner key={f.pointer} diff={f} />)}</div>;
  return <Values before={d.before} after={d.after} />;
}

function Inner({ diff }: { diff: FieldDiff }) {
  return <div><Text size="xs" c="dimmed">{diff.field}</Text><OneField diff={diff} /></div>;
}

function OneItem({ item: i }: { item: ItemDiff }) {
  return (
    <li>
      <ChangeBadge change={i.change} moved={i.moved} />
      {i.text?.length ? <Pieces list={i.text} /> : i.fields?.length
        ? <div className="p-diff p-diff-inner">{i.fields.map((f) => <Inner key={f.pointer} diff={f} />)}</div>
        : <Values before={i.before} after={i.after} />}
    </li>
  );
}

/** Pieces shows a text with what was taken out and put in; the elements say it to who does not see colours. */
function Pieces({ list }: { list: Piece[] }) {
  return (
    <p className="p-diff-text" dir="auto">
      {list.map((p, i) => {
        const key = `${i} ${p.op}`;
        if (p.op === "insert") return <ins key={key}>{p.text}</ins>;
        if (p.op === "delete") return <del key={key}>{p.text}</del>;
        return <span key={key}>{p.text}</span>;
      })}
    </p>
  );
}

function Values({ before, after }: { before?: unknown; after?: unknown }) {
  return (
    <p className="p-diff-text" dir="auto">
      {before !== undefined && before !== null && <del>{say(before)}</del>} {after !== undefined && after !== null && <ins>{say(after)}</ins>}
    </p>
  );
}

/** say shows a value that is no text as compact JSON; what names another entry by its name alone. */
export function say(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null && "$ref" in value) return String(value.$ref);
  return JSON.stringify(value, null, typeof value === "object" ? 1 : 0);
}
