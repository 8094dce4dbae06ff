// A small site, as a developer would build it with the delivery API: shared parts around stories, and a preview mode.
import { createServer } from "node:http";

export const key = "orvane-labs";

const escaped = (text) => String(text ?? "").replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

/** startSite serves it before a Portico; {address, integrated, stop}. Until integrated is set, its pages have nothing of Portico. */
export async function startSite(portico) {
  const site = { integrated: false };
  const server = createServer((request, answer) => {
    respond(portico, site, request, answer).catch((error) => answer.writeHead(500).end(String(error)));
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  site.address = `http://127.0.0.1:${server.address().port}`;
  site.stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return site;
}

async function respond(portico, site, request, answer) {
  const { pathname } = new URL(request.url, site.address);
  if (request.method === "POST" && pathname === "/portico/preview") return enter(portico, request, answer);
  if (pathname === "/favicon.ico") return answer.writeHead(204).end();
  const token = /(?:^|; )Portico-Preview=([^;]+)/.exec(request.headers.cookie ?? "")?.[1];
  const ask = async (path) => (await fetch(`${portico.delivery}/v1/sites/${key}/${path}`, { headers: token ? { authorization: `Bearer ${token}` } : {} })).json();
  const [, locale = "en", slug] = /^\/(en|fr)(?:\/stories\/([^/]+))?/.exec(pathname) ?? [];
  const { parts = {} } = site.integrated ? await ask(`fragments?locale=${locale}&path=${encodeURIComponent(pathname)}`) : {};
  const { data } = slug ? await ask(`entries/story/${slug}?locale=${locale}`) : {};
  const script = token ? `<script src="${portico.delivery}/v1/preview.js" data-admin="${portico.url}" defer></script>` : "";
  const main = slug ? story(portico, data) : "<h1>Labs</h1>";
  answer.writeHead(slug && !data ? 404 : 200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
  answer.end(`<!doctype html><html lang="${locale}"><meta charset="utf-8"><title>Labs</title>${style}${parts.head ?? ""}${script}${parts.header ?? ""}<main>${main}</main>${parts.footer ?? ""}`);
}

/** enter hands a preview token to Portico, which gives a cookie for it. */
async function enter(portico, request, answer) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const headersOf = ["content-type", "sec-fetch-dest"].map((name) => [name, request.headers[name]]).filter(([, value]) => value);
  const got = await fetch(`${portico.delivery}/v1/preview`, { method: "POST", redirect: "manual", body: Buffer.concat(chunks), headers: Object.fromEntries(headersOf) });
  const headers = Object.fromEntries(["location", "set-cookie"].map((name) => [name, got.headers.get(name)]).filter(([, value]) => value));
  answer.writeHead(got.status, headers).end();
}

const style = "<style>main{max-width:46rem;margin:2rem auto;padding:0 1rem;font:18px/1.6 system-ui}img{max-width:100%;border-radius:8px}blockquote{border-left:4px solid #7a1f4e;padding-left:1rem}</style>";

function story(portico, entry) {
  if (!entry) return "<h1>Not found</h1>";
  const { title, summary, picture, blocks = [] } = entry.fields;
  const image = (medium) => (medium?.url ? `<img src="${portico.delivery}${escaped(medium.url)}" alt="${escaped(medium.alt)}">` : "");
  const kinds = {
    passage: (b) => `<div data-portico-field="/blocks/${b.$key}/text">${b.text}</div>`, // Markdown comes as HTML, which is clean
    quote: (b) => `<blockquote data-portico-field="/blocks/${b.$key}">${escaped(b.text)} — ${escaped(b.by)}</blockquote>`,
    figure: (b) => `<figure data-portico-field="/blocks/${b.$key}">${image(b.picture)}<figcaption>${escaped(b.caption)}</figcaption></figure>`,
  };
  return `<article data-portico-entry="${entry.id}"><h1 data-portico-field="/title">${escaped(title)}</h1><p data-portico-field="/summary"><strong>${escaped(summary)}</strong></p>`
    + `<div data-portico-field="/picture">${image(picture)}</div>${blocks.map((b) => kinds[b.$type]?.(b) ?? "").join("")}</article>`;
}
