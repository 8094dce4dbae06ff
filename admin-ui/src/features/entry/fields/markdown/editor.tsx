import type { Node } from "@milkdown/kit/prose/model";
import { type ReactNode, useMemo } from "react";
import { ofMarkdown } from "../rich/addresses";
import Surface, { type Names } from "../rich/surface";
import { headFirst } from "../rich/table";
import { read } from "./read";
import { write } from "./write";

interface Props {
  names: Names;
  /** The text to begin with, and each one that comes from elsewhere later. */
  arrived: { readonly value: unknown };
  locked: boolean;
  dir: "ltr" | "rtl" | "auto";
  /** Whether to take the focus at once. */
  focus: boolean;
  onChange: (text: string) => void;
  end?: ReactNode;
  foot?: ReactNode;
}

const plugins = [headFirst];

/** MarkdownEditor writes Markdown as it looks. */
export default function MarkdownEditor({ arrived, onChange, ...rest }: Props) {
  const doc = useMemo(() => read(typeof arrived.value === "string" ? arrived.value : ""), [arrived]);
  return <Surface {...rest} doc={doc} linkable={ofMarkdown} plugins={plugins} onChange={(next: Node) => onChange(write(next))} />;
}
