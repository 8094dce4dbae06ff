import { Kbd } from "@mantine/core";
import { IconMenu2, IconSearch } from "@tabler/icons-react";
import { Link, useRouterState } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useRef, useState } from "react";
import { running } from "../features/jobs/index";
import { uploads } from "../features/media/uploads";
import { asked } from "../kit/confirm";
import { messages } from "../kit/notify";
import { session } from "../kit/session";
import { useStore } from "../kit/store";
import { useTexts } from "../kit/texts";
import { Logo } from "../kit/ui/logo";
import { AccountMenu } from "./account-menu";
import { Quiet } from "./boundary";
import { ConnectionBanner } from "./connection-banner";
import { Navigation } from "./navigation";
import { texts } from "./texts";

const overlays = {
  palette: () => import("./palette"), expired: () => import("./expired"), confirmation: () => import("./confirmation"), messages: () => import("./messages"),
  tray: () => import("../features/jobs/tray"), uploads: () => import("../features/media/tray"),
};
const Palette = lazy(overlays.palette);
const Expired = lazy(overlays.expired);
const Confirmation = lazy(overlays.confirmation);
const Messages = lazy(overlays.messages);
const Tray = lazy(overlays.tray);
const UploadTray = lazy(overlays.uploads);

/** Shell is what stands around every screen. */
export function Shell({ children }: { children: ReactNode }) {
  const t = useTexts(texts);
  const [open, setOpen] = useState(false);
  const [palette, setPalette] = useState(false);
  usePaletteKey(useCallback(() => setPalette(true), []));
  useArrival(useCallback(() => setOpen(false), []));
  return (
    <div className="p-shell" data-open={open || undefined}>
      <a className="p-skip" href="#main">{t("skip")}</a>
      <header className="p-top">
        <button type="button" className="p-burger" aria-expanded={open} aria-controls="navigation" onClick={() => setOpen(!open)} aria-label={t(open ? "navigation.close" : "navigation.open")}>
          <IconMenu2 size={20} aria-hidden />
        </button>
        <Link to="/" className="p-logo"><Logo /> <span lang="en">Portico</span></Link>
        <button type="button" className="p-search" onClick={() => setPalette(true)} aria-keyshortcuts="Control+K Meta+K">
          <IconSearch size={16} aria-hidden /> <span>{t("palette.open")}</span> <Kbd size="xs">{modifier}K</Kbd>
        </button>
        <AccountMenu />
      </header>
      <nav className="p-nav" id="navigation" aria-label={t("navigation")}><Navigation /></nav>
      <main id="main" tabIndex={-1}>
        <ConnectionBanner />
        {children}
      </main>
      <Quiet>
        <Suspense>
          {palette && <Palette onClose={() => setPalette(false)} />}
          <Overlays />
        </Suspense>
      </Quiet>
    </div>
  );
}

/** Overlays load once the page is quiet: what they are for, such as a server that does not answer, must not keep them away. */
function Overlays() {
  useEffect(() => {
    const timer = setTimeout(() => Object.values(overlays).forEach((load) => void load().catch(() => undefined)), 1500);
    void import("../features/home/recent").then((recent) => recent.watchTitles(), () => undefined);
    return () => clearTimeout(timer);
  }, []);
  const now = useStore(session);
  const question = useStore(asked);
  const told = useStore(messages);
  const jobs = useStore(running);
  const uploading = useStore(uploads.list);
  return (
    <>
      {now.state === "expired" && <Expired email={now.account.email} />}
      {question && <Confirmation question={question} />}
      {(jobs.length > 0 || uploading.length > 0) && (
        <div className="p-trays">
          {jobs.length > 0 && <Tray list={jobs} />}
          {uploading.length > 0 && <UploadTray list={uploading} />}
        </div>
      )}
      {told.length > 0 && <Messages list={told} />}
    </>
  );
}

const modifier = /Mac|iP(?:hone|ad)/.test(navigator.userAgent) ? "⌘" : "Ctrl ";

function usePaletteKey(open: () => void) {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        open();
      }
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, [open]);
}

/** useArrival tells a reader who does not see the screen that it changed: the heading of the new one takes the focus. */
function useArrival(close: () => void) {
  const pathname = useRouterState({ select: (s) => s.resolvedLocation?.pathname });
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current !== undefined && pathname !== before.current) {
      close();
      requestAnimationFrame(() => document.getElementById("page-title")?.focus({ preventScroll: true }));
    }
    before.current = pathname;
  }, [pathname, close]);
}
