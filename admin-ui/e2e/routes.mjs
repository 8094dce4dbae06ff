// Every address of the UI that a test can open by itself: looked at in both themes, with axe and as a picture. A new screen gets its
// line here: {name, path, ready: what is on the screen once it is complete, in English}.
export const routes = [
  { name: "home", path: "/", ready: "h1" },
  { name: "account", path: "/account", ready: "text=Where you are signed in" },
  { name: "not-found", path: "/nothing/here", ready: "text=There is no such page" },
];
