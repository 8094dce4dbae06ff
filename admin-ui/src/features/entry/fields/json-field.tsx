import { Button, Input, Skeleton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { lazy, Suspense, useState } from "react";
import { useTexts } from "../../../kit/texts";
import { useEditing, useValue } from "../context";
import { equal } from "../document";
import { errorLine, parsed, pretty } from "./code/json";
import { type FieldProps, Frame } from "./frame";
import { texts } from "./texts";
import { Foot, useNames } from "./writing";

const CodeEditor = lazy(() => import("./code/editor"));

/** Json is written as its source, and taken whenever that can be read. */
export function Json({ field, path, note }: FieldProps & { note?: string }) {
  return <Frame field={field} path={path}>{note && <Input.Description mb={4}>{note}</Input.Description>}<Editor field={field} path={path} /></Frame>;
}

function Editor({ field, path }: FieldProps) {
  const t = useTexts(texts);
  const { locked } = useEditing();
  const [value, set] = useValue(path);
  const names = useNames({ field, path });
  const [typed, setTyped] = useState<string>();
  const [left, setLeft] = useState(false);
  const [settled] = useDebouncedValue(typed, 1200); // milliseconds: nobody is told of a mistake while they make it
  const result = typed === undefined ? undefined : parsed(typed);
  const good = typed === undefined || (result !== undefined && equal(result.value, value));
  const text = typed !== undefined && (good || result === undefined) ? typed : pretty(value);
  const line = (left || settled === typed) && typed !== undefined && result === undefined ? errorLine(typed) : 0;
  const change = (next: string) => {
    setTyped(next);
    setLeft(false);
    const read = parsed(next);
    if (read) set(read.value);
  };
  return (
    <div className="p-writing" data-locked={locked || undefined} data-wrong={names["aria-invalid"] || line > 0 || undefined}>
      <Suspense fallback={<Skeleton h={120} />}>
        <CodeEditor
          names={{ ...names, ...(line > 0 && { "aria-invalid": true as const, "aria-describedby": `${names["aria-describedby"] ?? ""} ${names.id}-line`.trim() }) }} language="json" text={text} locked={locked !== false} dir="ltr"
          wrong={line} onChange={change} onBlur={() => setLeft(true)}
        />
      </Suspense>
      {line > 0 && <Input.Error id={`${names.id}-line`} px={12} py={4}>{t("json.line", { n: line })}</Input.Error>}
      <Foot id={names.id} keys="keys.source">
        <Button size="compact-xs" variant="subtle" ml="auto" disabled={typed !== undefined && result === undefined} onClick={() => setTyped(value === undefined ? undefined : pretty(value))}>{t("json.tidy")}</Button>
      </Foot>
    </div>
  );
}
