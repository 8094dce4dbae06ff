import { type RefObject, useEffect, useState } from "react";

/** useRoom gives how wide an element is inside, in CSS pixels; 0 while it is not shown. */
export function useRoom(box: RefObject<HTMLElement | null>): number {
  const [room, setRoom] = useState(0);
  useEffect(() => {
    const at = box.current;
    if (!at) return;
    const observer = new ResizeObserver(() => setRoom(at.clientWidth));
    observer.observe(at);
    return () => observer.disconnect();
  }, [box]);
  return room;
}
