// Comfort for the showcase; every page of it works without. The links of the shared parts lead to the sites' own addresses,
// which are examples here: a click on one opens that page in the showcase instead.
const { sites, theme, copy, copied } = document.body.dataset;

/** Gives the showcase's page for an address of a registered site, or null; locale is that of a language switch. */
function shownHere(address, locale) {
  const url = new URL(address, location.href);
  const key = JSON.parse(sites)[url.origin];
  if (!key) return null;
  const here = new URL("/showcase/" + encodeURIComponent(key), location.origin);
  here.searchParams.set("path", decodeURI(url.pathname));
  here.searchParams.set(locale ? "locale" : "prefer", locale || document.documentElement.lang); // not every site has it in its paths
  if (theme) here.searchParams.set("theme", theme);
  return here.href;
}

if (sites) {
  document.addEventListener("click", (e) => {
    if (e.defaultPrevented || e.button || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
    const link = e.target.closest?.("[data-portico-part] a[href]");
    const here = link && !link.getAttribute("href").startsWith("#") && shownHere(link.href, link.hreflang);
    if (!here) return;
    e.preventDefault();
    location.assign(here);
  });
  document.addEventListener("submit", (e) => {
    const here = e.target.closest("[data-portico-part]") && shownHere(e.target.action);
    if (!here) return;
    e.preventDefault();
    location.assign(here);
  });
  document.querySelector(".click").hidden = false;
}

if (copy && navigator.clipboard) {
  for (const line of document.querySelectorAll(".line")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = copy;
    button.setAttribute("aria-describedby", line.querySelector("p").id);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(line.querySelector("code").textContent);
      button.textContent = copied;
      setTimeout(() => { button.textContent = copy; }, 2000);
    });
    line.append(button);
  }
}
