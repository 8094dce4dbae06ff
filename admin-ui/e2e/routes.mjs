// Every address of the UI that a test can open by itself: looked at in both themes, with axe and as a picture. A new screen gets its
// line here: {name, path, ready: what is on the screen once it is complete, in English}.
import { call } from "./portico.mjs";
import { seed } from "./team.mjs";

/** entry gives the address of an entry of the sample group, by its type and key. */
const entry = (type, key, more = "") => async ({ portico, cookie }) => {
  const { body } = await call(portico, "POST", "/api/v1/entries/query", { cookie, body: { type, page: { size: 100 } } });
  return `/content/${body.data.find((e) => e.key === key).id}${more}`;
};

const seeded = (address) => async ({ portico, cookie }) => {
  const made = await seed(portico, cookie);
  return typeof address === "function" ? address(made) : address;
};

export const routes = [
  { name: "home", path: "/", ready: ".p-home li" },
  { name: "account", path: "/account", ready: "text=Where you are signed in" },
  { name: "content", path: "/content?type=article&locale=fr", ready: ".p-title" },
  { name: "content-filtered", path: `/content?type=article&status=${encodeURIComponent('["published"]')}&filter=${encodeURIComponent('[{"field":"category","op":"eq","value":"press"}]')}`, ready: ".p-foot" },
  { name: "content-none", path: "/content?type=article&q=zzzzzz", ready: "text=/Nothing matches|Aucun résultat/" },
  { name: "content-trash", path: "/content?type=faq&trash=true", ready: "text=/The trash is empty|La corbeille est vide/" },
  { name: "entry", path: entry("article", "winter-prices", "?locale=en"), ready: "[role=tab]" },
  { name: "entry-side", path: entry("article", "winter-prices", "?locale=de&side=fr&panel=history"), ready: ".p-version-row" },
  { name: "entry-comments", path: entry("faq", "certificate", "?panel=comments"), ready: "[role=tab]" },
  { name: "menus", path: "/menus", ready: "text=Orvane Business" },
  { name: "menu-editor", path: "/menus/shared/main?item=power&locale=fr", ready: "iframe[data-front]" },
  { name: "menu-editor-own", path: "/menus/klio/main?theme=dark&width=390", ready: "iframe[data-front]" },
  { name: "menu-footer", path: "/menus/shared/footer?item=f-plans&site=customer&locale=ar&width=820", ready: "iframe[data-front]" },
  { name: "preview", path: "/preview?site=klio", ready: "iframe[data-front]" },
  { name: "sites", path: "/sites", ready: "text=Orvane Business" },
  { name: "sites-board", path: "/sites?view=board", ready: "figure.p-course" },
  { name: "start", path: "/start", ready: "text=Built with" },
  { name: "start-site", path: "/start?site=klio", ready: "iframe[data-front]" },
  { name: "site-new", path: "/sites/new", ready: "text=Languages" },
  { name: "site-facts", path: "/sites/customer", ready: "text=Languages" },
  { name: "site-integrate", path: "/sites/suppliers?tab=integrate", ready: "iframe[data-front]" },
  { name: "site-inheritance", path: "/sites/klio?tab=inheritance", ready: "text=Where it is kept" },
  { name: "site-keys", path: "/sites/partners?tab=keys", ready: "text=There is no key" },
  { name: "reviews", path: seeded("/reviews"), ready: "text=What would change on the sites" },
  { name: "reviews-mine", path: seeded("/reviews?view=mine"), ready: "text=You have submitted nothing" },
  { name: "releases", path: seeded("/releases"), ready: "text=Spring campaign" },
  { name: "release", path: seeded((made) => `/releases/${made.release}`), ready: "text=Everything is ready" },
  { name: "release-empty", path: seeded((made) => `/releases/${made.emptyRelease}`), ready: "text=Nothing is in this release yet" },
  { name: "schedule", path: seeded("/schedule?locale=en"), ready: "text=Goes out" },
  { name: "people", path: seeded("/people"), ready: "text=Luc Martin" },
  { name: "person", path: seeded((made) => `/people/${made.luc.id}`), ready: "[role=grid] .p-right" },
  { name: "roles", path: seeded("/roles"), ready: "[role=grid] .p-right" },
  { name: "role-edit", path: seeded("/roles?role=press-office&edit=true"), ready: "text=Add a rule" },
  { name: "keys", path: seeded("/keys"), ready: "text=Import of press releases" },
  { name: "audit", path: seeded("/audit"), ready: "text=Activity per day" },
  { name: "settings", path: "/settings", ready: "text=Hosts outside of the group" },
  { name: "design", path: seeded("/design"), ready: "text=Darker links" },
  { name: "design-release", path: seeded((made) => `/design/release?version=${made.base}`), ready: "text=Shared parts" },
  { name: "design-draft", path: seeded((made) => `/design/drafts/${made.draft}?group=color`), ready: ".p-swatch" },
  { name: "design-checks", path: seeded((made) => `/design/drafts/${made.draft}?tab=checks`), ready: ".p-card >> text=/Contrast|All checks/" },
  { name: "media", path: seeded("/media"), ready: "text=harbour-at-dawn" },
  { name: "media-list", path: seeded("/media?view=list"), ready: "text=harbour-at-dawn" },
  { name: "medium", path: seeded((made) => `/media?id=${made.medium}`), ready: "text=Where it is shown" },
  { name: "not-found", path: "/nothing/here", ready: "text=There is no such page" },
];
