import { Alert, SegmentedControl, Skeleton } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { createStore, useStore } from "../../../kit/store";
import { useTexts } from "../../../kit/texts";
import { useEditing, useValue } from "../context";
import { type FieldProps, Frame } from "./frame";
import { type Reason, reasonFor } from "./markdown/check";
import { texts } from "./texts";
import { useArrived } from "./use-arrived";
import { Foot, useDirection, useNames } from "./writing";

const MarkdownEditor = lazy(() => import("./markdown/editor"));
const CodeEditor = lazy(() => import("./code/editor"));

type Mode = "visual" | "source";
const key = "portico-markdown";

/** How this person writes Markdown, in this browser. */
const preferred = createStore<Mode>(localStorage.getItem(key) === "source" ? "source" : "visual");

function prefer(mode: Mode) {
  localStorage.setItem(key, mode);
  preferred.set(mode);
}

/** Markdown is written as it looks, or as its source: as the person likes, and where the look would not keep what there is, its source. */
export function Markdown({ field, path }: FieldProps) {
  return <Frame field={field} path={path}><Editor field={field} path={path} /></Frame>;
}

function Editor(props: FieldProps) {
  const t = useTexts(texts);
  const mode = useStore(preferred);
  const [tries, setTries] = useState(0);
  const end = (shown: Mode) => (
    <SegmentedControl
      className="p-writing-mode" size="xs" aria-label={t("mode")} value={shown} data={[{ value: "visual", label: t("mode.visual") }, { value: "source", label: t("mode.source") }]}
      onChange={(to) => {
        setTries(tries + 1);
        prefer(to as Mode);
      }}
    />
  );
  const Shown = mode === "visual" ? Visual : Source;
  return <Shown key={`${mode} ${tries}`} {...props} end={end} focus={tries > 0} />;
}

interface ShownProps extends FieldProps {
  end: (shown: Mode) => ReactNode;
  /** Whether to take the focus: the person has just chosen this. */
  focus: boolean;
}

/** useMarkdown reads and writes the text of a field. */
function useMarkdown({ field, path }: FieldProps) {
  const { locked } = useEditing();
  const [value, set] = useValue(path);
  const [arrived, wrote] = useArrived(value);
  const names = useNames({ field, path });
  const dir = useDirection({ field, path });
  const write = (next: string) => {
    const to = next === "" ? undefined : next;
    wrote(to);
    set(to);
  };
  return { text: textOf(value), arrived, write, names, dir, locked: locked !== false };
}

const textOf = (value: unknown) => (typeof value === "string" ? value : "");

/** Visual looks at a text before it shows it, and at each one that comes from elsewhere. */
function Visual(props: ShownProps) {
  const { text, arrived, write, names, dir, locked } = useMarkdown(props);
  const came = textOf(arrived.value);
  const { data } = useQuery({
    queryKey: ["markdown-look", came], queryFn: async () => ({ reason: await reasonFor(came) }), placeholderData: (old) => old, gcTime: 0, staleTime: Number.POSITIVE_INFINITY,
  });
  if (!data) return <Skeleton h={180} />;
  if (data.reason) return <Source {...props} reason={data.reason} />;
  const foot = <Foot id={names.id} keys="keys.visual" length={[...text].length} max={props.field.maxLength} />;
  return <Suspense fallback={<Skeleton h={180} />}><MarkdownEditor names={names} arrived={arrived} locked={locked} dir={dir} focus={props.focus} onChange={write} end={props.end("visual")} foot={foot} /></Suspense>;
}

function Source({ reason, ...props }: ShownProps & { reason?: Reason }) {
  const t = useTexts(texts);
  const { text, write, names, dir, locked } = useMarkdown(props);
  return (
    <div className="p-writing" data-locked={locked || undefined} data-wrong={names["aria-invalid"]}>
      <div className="p-tools-row">{props.end("source")}</div>
      {reason && <Alert variant="light" color="blue" radius={0} py={8} icon={<IconInfoCircle size={18} />} role="status">{t(`source.${reason}`)}</Alert>}
      <Suspense fallback={<Skeleton h={180} />}><CodeEditor names={names} language="markdown" text={text} locked={locked} dir={dir === "rtl" ? "rtl" : "auto"} focus={props.focus} onChange={write} /></Suspense>
      <Foot id={names.id} keys="keys.source" length={[...text].length} max={props.field.maxLength} />
    </div>
  );
}
