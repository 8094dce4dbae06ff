import { IconMessage } from "@tabler/icons-react";
import { useTexts } from "../../../kit/texts";
import { useEditing } from "../context";
import { texts } from "../texts";

/** CommentButton opens what is said about a field, and counts what is not settled. While there is nothing it stays out of the order of
    the keyboard, which would have twice the stops: ⌘⌥M or Ctrl+Alt+M in the field does the same. */
export function CommentButton({ pointer, name }: { pointer: string; name: string }) {
  const t = useTexts(texts);
  const { open, discuss } = useEditing();
  const n = open?.get(pointer) ?? 0;
  const label = t("comment.on", { field: name, n });
  if (!discuss) return null;
  return (
    <button type="button" className="p-comments" data-some={n > 0 || undefined} aria-keyshortcuts="Control+Alt+M Meta+Alt+M" tabIndex={n > 0 ? 0 : -1} title={label} onClick={() => discuss(pointer)}>
      <IconMessage size={16} aria-hidden />{n > 0 && <span aria-hidden>{n}</span>}<span className="p-hidden">{label}</span>
    </button>
  );
}
