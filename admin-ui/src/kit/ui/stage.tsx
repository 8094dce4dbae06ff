import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { boot } from "../boot";
import { frameWith } from "../html";
import { useRoom } from "./use-room";

/** A Scene is what a stage shows: finished HTML of shared parts, and the styles that they come with. */
export interface Scene {
  lang: string;
  dir: "ltr" | "rtl";
  theme: "light" | "dark";
  styles: string;
  html: string;
}

const around = `html{background:Canvas;color-scheme:light}html[data-portico-theme=dark]{color-scheme:dark}body{margin:0}#stage{overflow:hidden}
.stage-page{display:grid;gap:14px;max-inline-size:1180px;margin:0 auto;padding:36px 24px 44px}
.stage-page i{block-size:12px;border-radius:6px;background:currentColor;opacity:.09}.stage-page i:first-child{block-size:26px;inline-size:42%}.stage-page i:last-child{inline-size:68%}`;

/** Stand is what stands in the place of a page between header and footer. */
export const stand = '<div class="stage-page" aria-hidden="true"><i></i><i></i><i></i></div>';

/** source writes the document. Styles carry the nonce of our page, whose policy the frame inherits; a "</" in them can end nothing. */
export function source(scene: Scene, nonce: string): string {
  const css = scene.styles.replaceAll("</", "<\\/");
  const attribute = (text: string) => text.replace(/[^\w-]/g, "");
  return `<!doctype html><html lang="${attribute(scene.lang)}" dir="${scene.dir}" data-portico-theme="${scene.theme}"><meta charset="utf-8"><base target="_blank">`
    + `<style nonce="${nonce}">${around}</style><style nonce="${nonce}">${css}</style><body><div id="stage">${scene.html}</div>`;
}

/** The frame has our origin, so that we can measure it and open its panels; what is in it can run nothing, send nothing and open nothing. */
const sandbox = "allow-same-origin";

interface Props {
  scene: Scene;
  title: string;
  /** Width in CSS pixels that the scene is shown for; the stage makes it smaller where there is less room. */
  width: number;
  /** Ids of popovers that should be open end with these, the outer ones first. */
  open?: readonly string[];
  onShown?: (scene: Scene) => void;
}

/** Stage shows a scene in a frame. It loads behind the one that is shown and takes its place when it is complete, so that nothing
    flickers while somebody types. */
export function Stage({ scene, title, width, open, onShown }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const frames = [useRef<HTMLIFrameElement>(null), useRef<HTMLIFrameElement>(null)] as const;
  const [front, setFront] = useState<0 | 1>(0);
  const [height, setHeight] = useState<number>(); // none: nothing is shown yet
  const room = useRoom(box);
  const scale = room > 0 ? Math.min(1, room / width) : 1;
  const latest = useRef({ open, onShown, width });
  useLayoutEffect(() => {
    latest.current = { open, onShown, width };
  });

  useEffect(() => {
    const back = front === 0 ? 1 : 0;
    const frame = frames[back].current;
    if (!frame) return;
    const onLoad = () => {
      shown.set(frame, scene);
      setHeight(arrange(frame, latest.current.open));
      setFront(back);
      latest.current.onShown?.(scene);
    };
    frame.addEventListener("load", onLoad, { once: true });
    frameWith(frame, source(scene, boot.nonce));
    return () => frame.removeEventListener("load", onLoad);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the refs never change, and the front one changes only with a scene
  }, [scene]);

  const opened = (open ?? []).join(" ");
  const visible = room > 0;
  useEffect(() => {
    const frame = frames[front].current;
    if (frame && shown.has(frame)) setHeight(arrange(frame, latest.current.open));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a new front arranges itself
  }, [opened, width, visible]);

  return (
    <div ref={box}>
      <div className="p-stage" data-shown={height !== undefined || undefined} style={{ blockSize: Math.ceil((height ?? least) * scale), inlineSize: Math.floor(width * scale) }}>
        {frames.map((ref, at) => (
          <iframe
            key={at} ref={ref} title={title} sandbox={sandbox} aria-hidden={at !== front || undefined} tabIndex={at === front ? undefined : -1}
            data-front={at === front || undefined} style={{ inlineSize: width, blockSize: height ?? least, transform: `scale(${scale})` }}
          />
        ))}
      </div>
    </div>
  );
}

const least = 320; // pixels of height, while it is not known
const shown = new WeakMap<HTMLIFrameElement, Scene>();

/** arrange opens what should be open, and gives the height that everything takes. */
function arrange(frame: HTMLIFrameElement, open: readonly string[] = []): number {
  const doc = frame.contentDocument;
  const page = doc?.getElementById("stage");
  if (!doc || !page) return least;
  for (const at of doc.querySelectorAll<HTMLElement>(":popover-open")) at.hidePopover();
  for (const id of open) {
    const found = doc.querySelector<HTMLElement>(`[popover][id$="-${CSS.escape(id)}"]`);
    for (const one of found ? [...outer(found), found] : []) {
      if (narrowOnly(one) && !one.matches(":popover-open")) one.showPopover();
    }
  }
  const bottoms = [...doc.querySelectorAll(":popover-open")].map((at) => at.getBoundingClientRect().bottom);
  return Math.ceil(Math.max(page.getBoundingClientRect().height, ...bottoms, 80));
}

/** outer gives the popovers that something stands in, the outermost first. */
function outer(of: HTMLElement): HTMLElement[] {
  const above = of.parentElement?.closest<HTMLElement>("[popover]");
  return above ? [...outer(above), above] : [];
}

/** A popover that is laid out like the rest of the page, as the navigation of a wide screen, is not opened. */
function narrowOnly(at: HTMLElement): boolean {
  return at.matches(":popover-open") || getComputedStyle(at).display === "none";
}
