import { Button, Code } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { defineTexts, useTexts } from "../texts";

const texts = defineTexts({
  copied: { en: "Copied", fr: "Copié" },
  copy: { en: "Copy", fr: "Copier" },
});

/** Secret shows something that is shown once, whole, with a button that copies it. Where the browser gives no clipboard (plain http),
    the text is selected, to be copied by hand. */
export function Secret({ label, value }: { label: string; value: string }) {
  const t = useTexts(texts);
  const box = useRef<HTMLElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      if (box.current) getSelection()?.selectAllChildren(box.current);
    }
  };
  return (
    <div className="p-secret" role="group" aria-label={label}>
      <Code ref={box} tabIndex={0}>{value}</Code>
      <Button variant="default" leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />} onClick={() => void copy()}>{t(copied ? "copied" : "copy")}</Button>
    </div>
  );
}
