// People and work for the screens of reviews, releases, people, roles, keys and the audit: made once for each server.
import { png } from "./png.mjs";
import { call } from "./portico.mjs";

export const luc = { name: "Luc Martin", email: "luc@orvane.example", password: "another long passphrase 8" };

const made = new WeakMap();

/** seed gives {luc, me, review, planned, release, emptyRelease}: a colleague's cookie, and the ids of what there is to look at. */
export function seed(portico, cookie) {
  if (!made.has(portico)) made.set(portico, sow(portico, cookie));
  return made.get(portico);
}

/** join invites somebody, sets their password by the link, and gives {id, cookie}. */
export async function join(portico, cookie, { name, email, password, roles = [{ role: "editor", sites: ["*", "shared"], locales: ["*"] }] }) {
  const { body } = await call(portico, "POST", "/api/v1/accounts", { cookie, body: { name, email, roles } });
  await call(portico, "POST", "/api/v1/password-resets/consume", { body: { token: body.link.split("#")[1], password } });
  const session = await call(portico, "POST", "/api/v1/sessions", { body: { email, password } });
  return { id: body.account.id, cookie: session.cookie };
}

/** drafts gives some entries with an English title that was changed, by whoever has the cookie. */
export async function drafts(portico, cookie, type, count, skip = 0) {
  const found = await call(portico, "POST", "/api/v1/entries/query", { cookie, body: { type, locale: "en", sort: ["key"], page: { size: count + skip }, filter: { status: "published" } } });
  const out = [];
  for (const { id } of found.body.data.slice(skip)) {
    const entry = await call(portico, "GET", `/api/v1/entries/${id}`, { cookie });
    const title = type === "faq" ? "question" : "title";
    const body = { locales: { en: { [title]: `${entry.body.locales.en[title]} (revised)` } } };
    out.push((await call(portico, "PATCH", `/api/v1/entries/${id}`, { cookie, body, headers: { "If-Match": entry.etag } })).body);
  }
  return out;
}

const version = (entry) => ({ "If-Match": `"${entry.version}"` });

async function sow(portico, cookie) {
  const me = (await call(portico, "GET", "/api/v1/me", { cookie })).body;
  const colleague = await join(portico, cookie, luc);
  await join(portico, cookie, { name: "Nina Okafor", email: "nina@orvane.example", password: luc.password, roles: [{ role: "translator", sites: ["customer"], locales: ["fr"] }] });
  const [review, second, planned] = await drafts(portico, colleague.cookie, "article", 3);
  await call(portico, "POST", `/api/v1/entries/${review.id}/submit`, {
    cookie: colleague.cookie, headers: version(review), body: { locales: ["en"], assignee: me.id, note: "The new title is what customers search for." },
  });
  await call(portico, "POST", `/api/v1/entries/${second.id}/submit`, { cookie: colleague.cookie, headers: version(second), body: { locales: ["en"] } });
  const at = new Date(Date.now() + 26 * 3_600_000).toISOString();
  await call(portico, "POST", `/api/v1/entries/${planned.id}/schedule`, { cookie, headers: version(planned), body: { action: "publish", at, locales: ["en"] } });
  const [faq] = await drafts(portico, cookie, "faq", 1);
  const release = await newRelease(portico, cookie, "Spring campaign", [{ entry: faq.id, locales: ["en"] }, { menu: "main", space: "shared" }]);
  const emptyRelease = await newRelease(portico, cookie, "Price change in June", []);
  const grants = [{ actions: ["read", "create", "update"], types: ["article"], sites: ["customer"], locales: ["*"], fields: ["*"] }];
  await call(portico, "POST", "/api/v1/keys", { cookie, body: { name: "Import of press releases", grants, expiresAt: new Date(Date.now() + 90 * 86_400_000).toISOString() } });
  await call(portico, "POST", "/api/v1/roles", { cookie, body: { name: "press-office", label: { en: "Press office", fr: "Service de presse" }, description: { en: "Writes news" }, grants } });
  const base = (await call(portico, "GET", "/api/v1/design-system/releases", { cookie })).body.data[0].version;
  const draft = (await call(portico, "POST", "/api/v1/design-system/drafts", { cookie, body: { name: "Darker links", base } })).body;
  const media = [];
  for (const [file, colour] of [["harbour at dawn.png", [250, 160, 90]], ["Control room.png", [70, 120, 190]], ["Wind farm, north.png", [90, 190, 130]]]) {
    media.push(await upload(portico, cookie, file, png(640, 420, colour)));
  }
  const body = { alt: { en: "A harbour with cranes at dawn", fr: "Un port et ses grues à l’aube" } };
  await call(portico, "PATCH", `/api/v1/media/${media[0].id}`, { cookie, body, headers: version(media[0]) });
  return { base, draft: draft.id, medium: media[0].id, me: me.id, luc: colleague, review: review.id, planned: planned.id, release: release.id, emptyRelease: emptyRelease.id };
}

async function newRelease(portico, cookie, name, items) {
  const { body, etag } = await call(portico, "POST", "/api/v1/content-releases", { cookie, body: { name } });
  if (items.length > 0) await call(portico, "POST", `/api/v1/content-releases/${body.id}/items`, { cookie, headers: { "If-Match": etag }, body: { items } });
  return body;
}

/** upload sends a file as the UI does. */
export async function upload(portico, cookie, file, data, space = "shared") {
  const answer = await fetch(`${portico.url}/api/v1/media?${new URLSearchParams({ space, file })}`, { method: "POST", headers: { cookie, "content-type": "image/png" }, body: data });
  const body = await answer.json();
  if (!answer.ok) throw new Error(`${file}: ${answer.status} ${JSON.stringify(body)}`);
  return body;
}
