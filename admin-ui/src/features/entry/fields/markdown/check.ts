import { api, ask } from "../../../../api/client";

/** Why a text is not for the visual editor: it would change what readers see, it is very long, or nobody could tell. */
export type Reason = "differs" | "long" | "unknown";

const maxLength = 60_000; // characters that are read and written at every key press without a pause
const together = 50; // texts in a request

let waiting: { text: string; done: (html: string) => void; failed: (error: unknown) => void }[] = [];

/** render asks what sites show of a text. What is asked at once is one request. */
function render(text: string): Promise<string> {
  return new Promise((done, failed) => {
    if (waiting.length === 0) setTimeout(send, 0);
    waiting.push({ text, done, failed });
  });
}

function send() {
  const all = waiting;
  waiting = [];
  for (let from = 0, size = 0, to = 0; from < all.length; from = to, size = 0) {
    do size += (all[to++]?.text.length ?? 0) * 4; while (to < all.length && to - from < together && size + (all[to]?.text.length ?? 0) * 4 < 250_000);
    const some = all.slice(from, to);
    ask(api.POST("/api/v1/markdown-html", { body: { texts: some.map((one) => one.text) } })).then(
      ({ html }) => some.forEach((one, i) => one.done(html?.[i] ?? "")),
      (error: unknown) => some.forEach((one) => one.failed(error)),
    );
  }
}

/** same compares HTML as readers see it: outside of code, white space of any length is a space. */
export function same(a: string, b: string): boolean {
  const seen = (html: string) => html.split(/(<pre>.*?<\/pre>)/s).map((part, i) => (i % 2 === 1 ? part : part.replace(/\s+/g, " ").replace(/ ?(<\/?(?:p|h[1-6]|ul|ol|li|blockquote|table|thead|tbody|tr|th|td|hr)\b[^>]*>) ?/g, "$1"))).join("").trim();
  return seen(a) === seen(b);
}

/** reasonFor says why a text should be written as its source; undefined is that it need not. A text that the visual editor writes anew must
    look to readers as it did. */
export async function reasonFor(text: string): Promise<Reason | undefined> {
  if (text.trim() === "") return undefined;
  if (text.length > maxLength) return "long";
  try {
    const [{ kept, read }, { writeAnew }] = await Promise.all([import("./read"), import("./write")]);
    const doc = read(text);
    if (doc.content.content.some((node) => node.type.name === "opaqueBlock" && !kept.has(node))) return "differs"; // it would swallow what is written behind it
    const again = writeAnew(doc);
    if (again === text.trim()) return undefined;
    const [before, after] = await Promise.all([render(text), render(again)]);
    return same(before, after) ? undefined : "differs";
  } catch {
    return "unknown";
  }
}
