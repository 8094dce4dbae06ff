// The first pages for people: set-up, sign-in, and what is registered. No framework: the HTML comes finished, in the browser's
// language; this module sends the forms, fills the lists, and changes the language. Texts are marked with data-t.
import texts from "./texts.js";

const { page, showcase } = document.body.dataset;
const $ = (selector, from = document) => from.querySelector(selector);
const t = (key) => texts[document.documentElement.lang][key] ?? key;

/* Language */

function say(element, key) {
  element.dataset.t = key;
  element.textContent = t(key);
}

function speak(language) {
  document.documentElement.lang = language;
  for (const e of document.querySelectorAll("[data-t]")) e.textContent = t(e.dataset.t);
  for (const e of document.querySelectorAll("[data-t-label]")) e.setAttribute("aria-label", t(e.dataset.tLabel));
  for (const e of document.querySelectorAll("[data-language]")) e.setAttribute("aria-pressed", String(e.dataset.language === language));
  document.title = t(document.body.dataset.title) + " · Portico";
}

for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => {
    remember(button.dataset.language);
    speak(button.dataset.language);
  });
}

/** The server reads the choice from a cookie, so that the next page comes in the right language at once. */
function remember(language) {
  document.cookie = `portico_language=${language}; Path=/; Max-Age=31536000; SameSite=Lax`;
}

/* Requests */

/** Asks the API. Gives {ok, status, body}; status 0 is no answer. */
async function ask(method, path, body) {
  try {
    const answer = await fetch(path, {
      method,
      headers: { Accept: "application/json", ...(body && { "Content-Type": "application/json" }) },
      body: body && JSON.stringify(body),
    });
    return { ok: answer.ok, status: answer.status, body: parsed(await answer.text()) };
  } catch {
    return { ok: false, status: 0, body: null };
  }
}

/** A proxy in between may answer with a page of its own. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What is said of an answer that is about no field. */
const sayings = { setup: { 403: "setupUsed" }, password: { 403: "linkUsed" }, home: { 401: "signInWrong" } };
const sayingOf = (status) => sayings[page][status] ?? { 0: "offline", 429: "tooMany" }[status] ?? "failed";

function alertIn(main, key) {
  const box = $(".alert[role=alert]", main);
  box.hidden = !key;
  if (key) say($("p", box), key);
  return box;
}

/* Forms */

function mark(input, key, message) {
  const place = document.getElementById(input.id + "-error");
  if (key) {
    input.setAttribute("aria-invalid", "true");
    delete place.dataset.t;
    if (message) place.textContent = message;
    else say(place, key);
  } else {
    input.removeAttribute("aria-invalid");
    delete place.dataset.t;
    place.textContent = "";
  }
}

/** What is wrong with a value, before it is sent: the server checks all of it again. */
function flawOf(input) {
  const value = input.name === "password" ? input.value : input.value.trim();
  if (value === "") return input.dataset.missing;
  if (input.name === "email" && !/^[^\s@]+@[^\s@]+$/.test(value)) return input.dataset.bad;
  const length = [...value].length;
  if (page !== "home" && input.name === "password" && (length < 8 || length > 200)) return input.dataset.bad;
  return "";
}

function prepare(form, token) {
  const main = form.closest("main");
  const inputs = [...form.querySelectorAll("input")];
  let busy = false;
  for (const input of inputs) {
    input.addEventListener("input", () => input.hasAttribute("aria-invalid") && mark(input, flawOf(input)));
  }
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    if (busy) return;
    alertIn(main, "");
    for (const input of inputs) mark(input, flawOf(input));
    if (focusFirst(inputs)) return;
    busy = true;
    $(".primary", form).setAttribute("aria-disabled", "true");
    const values = Object.fromEntries(inputs.map((i) => [i.name, i.name === "password" ? i.value : i.value.trim()]));
    const answer = await ask("POST", form.dataset.api, token ? { token, ...values } : values);
    busy = false;
    $(".primary", form).removeAttribute("aria-disabled");
    if (answer.ok) {
      location.replace("/"); // the one-time link does not stay in the history
      return;
    }
    showErrors(main, inputs, answer);
  });
}

/** Puts each error at its field, and what is left above the form. */
function showErrors(main, inputs, answer) {
  let placed = false;
  for (const error of answer.body?.errors ?? []) {
    const input = inputs.find((i) => "/" + i.name === error.pointer);
    if (!input) continue;
    mark(input, input.dataset.bad ?? "valueBad");
    placed = true;
  }
  if (placed && focusFirst(inputs)) return;
  const box = alertIn(main, sayingOf(answer.status));
  const link = $("a", box);
  if (link) link.hidden = answer.status !== 403;
}

function focusFirst(inputs) {
  const wrong = inputs.find((i) => i.hasAttribute("aria-invalid"));
  wrong?.focus();
  return wrong;
}

for (const button of document.querySelectorAll("[data-reveal]")) {
  const input = document.getElementById(button.dataset.reveal);
  button.addEventListener("click", () => {
    const show = input.type === "password";
    input.type = show ? "text" : "password";
    button.setAttribute("aria-pressed", String(show));
  });
}

/* Lists */

function element(name, { t: key, text, ...attributes } = {}, ...children) {
  const e = document.createElement(name);
  for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
  if (key) say(e, key);
  else if (text !== undefined) e.textContent = text;
  e.append(...children);
  return e;
}

const tones = { aligned: "good", "in-progress": "warn" };

function siteRow(site) {
  const name = element("th", { scope: "row", text: site.name }, element("code", { text: site.key }),
    element("span", { class: "near", text: [site.owner, site.stack].filter(Boolean).join(" · ") }));
  const cells = [
    element("td", { class: "mid", text: site.brand }),
    element("td", { class: "far", text: site.owner }),
    element("td", { class: "far", text: site.stack }),
    element("td", {}, element("span", { class: "badge " + (tones[site.status] ?? "plain"), t: "status_" + site.status })),
  ];
  if (showcase) {
    const link = element("a", { href: `${showcase}/${encodeURIComponent(site.key)}`, t: "openShowcase" });
    cells.push(element("td", {}, site.private ? "–" : link));
    link.setAttribute("aria-describedby", "site-" + site.key);
    name.id = "site-" + site.key;
  }
  return element("tr", {}, name, ...cells);
}

function menuRow(menu) {
  const site = menu.space === "shared" ? element("td", { t: "shared" }) : element("td", { text: menu.space });
  const state = menu.published ? { class: "badge good", t: "published" } : { class: "badge warn", t: "draft" };
  return element("tr", {},
    element("th", { scope: "row", t: "name_" + menu.name }), site,
    element("td", { class: "number mid", text: menu.items ?? "" }), element("td", { class: "number", text: menu.version }),
    element("td", {}, element("span", state)));
}

function fill(id, rows) {
  $(`#${id} tbody`).replaceChildren(...rows);
  $(`#${id}`).parentElement.hidden = rows.length === 0;
  $(`#${id}-none`).hidden = rows.length > 0;
  $(`#${id}-count`).textContent = rows.length || "";
}

function showSignIn() {
  $("#home").hidden = true;
  $("#sign-in").hidden = false;
}

async function load() {
  const main = $("#home");
  alertIn(main, "");
  $("#loading").hidden = false;
  const [me, sites, menus] = await Promise.all(["me", "sites", "menus"].map((what) => ask("GET", "/api/v1/" + what)));
  $("#loading").hidden = true;
  if (me.status === 401) return showSignIn();
  const failed = [me, sites, menus].find((answer) => !answer.ok || !answer.body);
  if (failed) {
    alertIn(main, failed.status === 0 ? "offline" : "failed");
    return;
  }
  $("#who").textContent = me.body.name;
  const role = me.body.roles.map((r) => "role_" + r.role).find((key) => texts.en[key]);
  if (role) say($("#role"), role);
  $("#role").hidden = !role;
  fill("sites", sites.body.data.map(siteRow));
  fill("menus", menus.body.data.map(menuRow));
  $("#lists").hidden = false;
}

/* Start */

if (page !== "home") {
  addEventListener("hashchange", () => location.reload()); // the whole link was pasted over half of it
  const token = location.hash.slice(1); // after #: it never leaves the browser in an address
  if (token) {
    prepare($("form"), token);
    $("form input").focus();
  } else {
    $("form").hidden = true;
    $(".lead").hidden = true;
    alertIn($("main"), page === "setup" ? "missingToken" : "missingLink");
  }
} else {
  prepare($("form"));
  $("#retry").addEventListener("click", load);
  $("#sign-out").addEventListener("click", async () => {
    const answer = await ask("DELETE", "/api/v1/sessions/current");
    if (answer.ok || answer.status === 401) location.reload();
    else alertIn($("#home"), sayingOf(answer.status));
  });
  if (document.body.dataset.signedIn === "true") load();
}
