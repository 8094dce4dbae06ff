import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { useTexts } from "../../kit/texts";
import { texts } from "./texts";

interface Props {
  /** Where files go, for people. */
  space: string;
  disabled: boolean;
  onFiles: (files: FileList) => void;
  children: ReactNode;
}

/** Drop takes files that are dragged onto what it holds. Whoever does not drag chooses them by the button of the page. */
export function Drop({ space, disabled, onFiles, children }: Props) {
  const t = useTexts(texts);
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const holdsFiles = (event: DragEvent) => !disabled && event.dataTransfer.types.includes("Files");
  const enter = (step: number) => (event: DragEvent) => {
    if (!holdsFiles(event)) return;
    depth.current += step;
    setOver(depth.current > 0);
  };
  const drop = (event: DragEvent) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    depth.current = 0;
    setOver(false);
    onFiles(event.dataTransfer.files);
  };
  return (
    <div className="p-drop" onDragEnter={enter(1)} onDragLeave={enter(-1)} onDragOver={(e) => holdsFiles(e) && e.preventDefault()} onDrop={drop}>
      {children}
      {over && <div className="p-drop-over">{t("drop", { space })}</div>}
    </div>
  );
}
