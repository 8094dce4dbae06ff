// Every address of the UI that a test can open by itself: looked at in both themes, with axe and as a picture. A new screen gets its
// line here: {name, path, ready: what is on the screen once it is complete, in English}.
import { seed } from "./team.mjs";

const seeded = (address) => async ({ portico, cookie }) => {
  const made = await seed(portico, cookie);
  return typeof address === "function" ? address(made) : address;
};

export const routes = [
  { name: "home", path: "/", ready: "h1" },
  { name: "account", path: "/account", ready: "text=Where you are signed in" },
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
