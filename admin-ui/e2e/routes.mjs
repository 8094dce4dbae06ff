// Every address of the UI that a test can open by itself: looked at in both themes, with axe and as a picture. A new screen gets its
// line here: {name, path, ready: what is on the screen once it is complete, in English}.
export const routes = [
  { name: "home", path: "/", ready: "h1" },
  { name: "account", path: "/account", ready: "text=Where you are signed in" },
  { name: "menus", path: "/menus", ready: "text=Orvane Business" },
  { name: "menu-editor", path: "/menus/shared/main?item=power&locale=fr", ready: "iframe[data-front]" },
  { name: "menu-editor-own", path: "/menus/klio/main?theme=dark&width=390", ready: "iframe[data-front]" },
  { name: "menu-footer", path: "/menus/shared/footer?item=f-plans&site=customer&locale=ar&width=820", ready: "iframe[data-front]" },
  { name: "preview", path: "/preview?site=klio", ready: "iframe[data-front]" },
  { name: "sites", path: "/sites", ready: "text=Orvane Business" },
  { name: "sites-board", path: "/sites?view=board", ready: "figure.p-course" },
  { name: "site-new", path: "/sites/new", ready: "text=Languages" },
  { name: "site-facts", path: "/sites/customer", ready: "text=Languages" },
  { name: "site-integrate", path: "/sites/suppliers?tab=integrate", ready: "iframe[data-front]" },
  { name: "site-inheritance", path: "/sites/klio?tab=inheritance", ready: "text=Where it is kept" },
  { name: "site-keys", path: "/sites/partners?tab=keys", ready: "text=There is no key" },
  { name: "not-found", path: "/nothing/here", ready: "text=There is no such page" },
];
