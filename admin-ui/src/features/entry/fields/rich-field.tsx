import { Skeleton } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTexts } from "../../../kit/texts";
import { useValue } from "../context";
import { type FieldProps, Frame } from "./frame";
import { Json } from "./json-field";
import { texts } from "./texts";

const RichEditor = lazy(() => import("./rich/editor"));

/** isRich says whether a value is rich text, or nothing, or plain text that becomes it. What is in it may be unknown. */
function isRich(value: unknown): boolean {
  if (value === undefined || value === null || typeof value === "string") return true;
  const { type, content } = value as { type?: unknown; content?: unknown };
  return type === "doc" && (content === undefined || Array.isArray(content));
}

/** Rich is written as it looks. Only a value that is no rich text at all is written as its source. */
export function Rich({ field, path }: FieldProps) {
  const t = useTexts(texts);
  const [value] = useValue(path);
  const [strange] = useState(() => !isRich(value));
  if (strange || !isRich(value)) return <Json field={field} path={path} note={t("rich.strange")} />;
  return (
    <Frame field={field} path={path}>
      <Suspense fallback={<Skeleton h={180} />}><RichEditor field={field} path={path} /></Suspense>
    </Frame>
  );
}
