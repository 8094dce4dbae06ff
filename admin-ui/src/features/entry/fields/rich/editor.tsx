import type { Node } from "@milkdown/kit/prose/model";
import { useMemo, useState } from "react";
import { useEditing, useValue } from "../../context";
import type { FieldProps } from "../frame";
import { useArrived } from "../use-arrived";
import { Foot, useDirection, useNames } from "../writing";
import { ofRich } from "./addresses";
import { plain, read, write } from "./json";
import Surface from "./surface";

/** RichEditor writes rich text as the API has it. */
export default function RichEditor({ field, path }: FieldProps) {
  const { locked } = useEditing();
  const [value, set] = useValue(path);
  const [arrived, wrote] = useArrived(value);
  const names = useNames({ field, path });
  const dir = useDirection({ field, path });
  const doc = useMemo(() => read(arrived.value) ?? (read(undefined) as Node), [arrived]);
  const [now, setNow] = useState(doc);
  const change = (next: Node) => {
    const json = write(next);
    setNow(next);
    wrote(json);
    set(json);
  };
  const length = useMemo(() => (field.maxLength ? [...plain(now)].length : 0), [field.maxLength, now]);
  return (
    <Surface
      names={names} doc={doc} locked={locked !== false} dir={dir} linkable={ofRich} onChange={change}
      foot={<Foot id={names.id} keys="keys.visual" length={length} max={field.maxLength} />}
    />
  );
}
