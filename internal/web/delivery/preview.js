/* For a site's pages while editors look at them beside a form of the admin UI: a click on a text leads to its field, and the field that
   is written in is shown. A page that is in preview mode, and no other, has
     <script src="…/v1/preview.js" data-admin="https://admin.example.com" defer></script>
   and says what it shows where: <article data-portico-entry="ID"><h1 data-portico-field="/title">. Nothing is told to anybody but the
   origin in data-admin, and nobody else is listened to. */
(() => {
  "use strict";
  const admin = document.currentScript?.dataset.admin;
  if (!admin || window.parent === window) return;
  const tell = (message) => window.parent.postMessage({ portico: 1, ...message }, admin);

  const about = (target) => {
    const field = target instanceof Element ? target.closest("[data-portico-field]") : null;
    const entry = field?.closest("[data-portico-entry]");
    return entry && { entry: entry.dataset.porticoEntry, field: field.dataset.porticoField };
  };

  // In the capturing phase: the page's own scripts, and links, come to nothing where a text is clicked. With a key held they work.
  document.addEventListener("click", (event) => {
    const found = about(event.target);
    if (!found || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    tell({ type: "edit", ...found });
  }, true);

  const sheet = new CSSStyleSheet(); // made by a script, so that the page's policy has nothing against it
  sheet.replaceSync(`[data-portico-entry] [data-portico-field]:hover, [data-portico-entry][data-portico-field]:hover {
    outline: 2px dashed #7a1f4e; outline-offset: 3px; cursor: pointer }
  [data-portico-shown] { outline: 3px solid #7a1f4e !important; outline-offset: 3px }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

  /* Show marks the field that is written in: the first of the names that the page has, for it may show a block and not its parts. */
  const show = (entry, fields) => {
    for (const shown of document.querySelectorAll("[data-portico-shown]")) shown.removeAttribute("data-portico-shown");
    const mine = [...document.querySelectorAll("[data-portico-field]")].filter((one) => about(one)?.entry === entry);
    const found = fields.map((name) => mine.find((one) => one.dataset.porticoField === name)).find(Boolean);
    if (!found) return;
    found.setAttribute("data-portico-shown", "");
    found.scrollIntoView({ block: "nearest" });
  };

  addEventListener("message", ({ origin, source, data }) => { // from the form, around the frame that this page's frame stands in
    if (origin !== admin || (source !== window.parent && source !== window.top) || data?.portico !== 1) return;
    if (data.type === "reload") location.reload();
    else if (data.type === "show" && Array.isArray(data.fields)) show(String(data.entry), data.fields.map(String));
  });
  tell({ type: "here" });
})();
