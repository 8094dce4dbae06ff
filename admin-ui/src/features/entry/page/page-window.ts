import { readSaid, type Said, type Told } from "./messages";

/** Where a site takes a preview token back for a cookie, as POST /v1/preview of a delivery node does. */
const entrance = "/portico/preview";

/** What a page may do in the frame: be itself. It sends no forms, opens no windows, and leads nowhere but in its own frame. */
const sandbox = "allow-scripts allow-same-origin";

const patience = 1500; // milliseconds after a page is there, until it is taken for one that says nothing

interface Listener {
  onSaid: (said: Said) => void;
  /** A page has come that does not listen: one without the script, or none at all. */
  onSilent: () => void;
}

/** PageWindow shows pages of one site in a frame, which stands in an empty page of ours: whose policy lets it frame that site alone. */
export class PageWindow {
  private readonly frame: HTMLIFrameElement;
  /** The origin of the page that listens; undefined while none does. */
  private heard: string | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private address = "";

  private constructor(private readonly outer: Window, private readonly doc: Document, private readonly origins: readonly string[], title: string, private readonly listener: Listener) {
    // oxlint-disable-next-line react/iframe-missing-sandbox -- it has one, before it shows anything
    this.frame = doc.createElement("iframe");
    this.frame.name = "page";
    this.frame.title = title;
    this.frame.setAttribute("sandbox", sandbox);
    Object.assign(this.frame.style, { position: "fixed", inset: "0", inlineSize: "100%", blockSize: "100%", border: "0" });
    this.frame.addEventListener("load", this.loaded);
    outer.addEventListener("message", this.read);
    doc.body.append(this.frame);
  }

  /** within makes one in a frame that holds the empty page; undefined where that page could not be had. */
  static within(frame: HTMLIFrameElement, origins: readonly string[], title: string, listener: Listener): PageWindow | undefined {
    const { contentWindow: outer, contentDocument: doc } = frame;
    if (!outer || doc?.contentType !== "text/html" || doc.body.childElementCount > 0) return undefined;
    return new PageWindow(outer, doc, origins.filter((o) => o !== location.origin), title, listener);
  }

  /** show goes to a page. A token is handed to the site in the body of a request: it never stands in an address. */
  show(origin: string, path: string, token?: string) {
    if (!this.origins.includes(origin)) return;
    this.address = origin + path;
    this.heard = undefined;
    if (token === undefined) this.frame.src = this.address;
    else this.send(origin + entrance, { token, next: path });
  }

  private send(action: string, values: Record<string, string>) {
    const form = this.doc.createElement("form");
    Object.assign(form, { method: "post", action, target: this.frame.name });
    for (const [name, value] of Object.entries(values)) {
      const input = this.doc.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      form.append(input);
    }
    this.doc.body.append(form);
    form.submit();
    form.remove();
  }

  /** refresh shows the page anew: by itself where it listens, which keeps the place that somebody has scrolled to. */
  refresh() {
    if (this.heard) {
      this.tell({ type: "reload" });
      this.heard = undefined; // until the page that comes says so
    } else if (this.address) this.frame.src = this.address;
  }

  tell(what: Told) {
    if (this.heard) this.frame.contentWindow?.postMessage({ portico: 1, ...what }, this.heard);
  }

  close() {
    clearTimeout(this.timer);
    this.outer.removeEventListener("message", this.read);
    this.frame.remove();
  }

  private loaded = () => {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => !this.heard && this.address && this.listener.onSilent(), patience);
  };

  private read = ({ data, origin, source }: MessageEvent) => {
    const said = source === this.frame.contentWindow && this.origins.includes(origin) ? readSaid(data) : undefined;
    if (!said) return;
    this.heard = origin;
    clearTimeout(this.timer);
    this.listener.onSaid(said);
  };
}
