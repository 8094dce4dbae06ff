import { useBlocker } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { confirm } from "../../kit/confirm";
import type { Translate } from "../../kit/texts";
import type { texts } from "./texts";

/** useLeaveGuard asks before somebody leaves what is not saved. What only changes within the screen's address is no leaving. */
export function useLeaveGuard(dirty: boolean, t: Translate<typeof texts>) {
  useBlocker({
    disabled: !dirty,
    enableBeforeUnload: dirty,
    shouldBlockFn: async ({ current, next }) => {
      if (current.pathname === next.pathname) return false;
      return !(await confirm({ title: t("leave"), text: t("leave.text"), yes: t("leave.yes"), danger: true }));
    },
  });
}

interface Keys {
  save: () => void;
  undo: (() => void) | undefined;
  redo: (() => void) | undefined;
}

/** useEditorKeys: Ctrl or ⌘ with S saves, with Z and Shift+Z goes back and forth. Fields show what the menu holds, so one way back serves all. */
export function useEditorKeys(keys: Keys) {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key === "s" && !event.shiftKey) {
        event.preventDefault();
        latest.current.save();
        return;
      }
      if (key !== "z" || document.querySelector("[role=dialog]")) return;
      event.preventDefault();
      if (event.shiftKey) latest.current.redo?.();
      else latest.current.undo?.();
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
}
