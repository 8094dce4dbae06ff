// The pages behind one-time links: set-up, and a new password. No framework: the HTML comes finished, in the browser's
// language; this module sends the forms and changes the language. Texts are marked with data-t.
import texts from "./texts.js";

const { page } = document.body.dataset;
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
      headers: { Accept: "application/json", "Content-Type": "application/json" },
      body: JSON.stringify(body),
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
const sayings = { setup: { 403: "setupUsed" }, password: { 403: "linkUsed" } };
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
  if (input.name === "password" && (length < 8 || length > 200)) return input.dataset.bad;
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
    const answer = await ask("POST", form.dataset.api, { token, ...values });
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

/* Start */

const form = $("form");
if (form) {
  addEventListener("hashchange", () => location.reload()); // the whole link was pasted over half of it
  const token = location.hash.slice(1); // after #: it never leaves the browser in an address
  if (token) {
    prepare(form, token);
    $("form input").focus();
  } else {
    form.hidden = true;
    $(".lead").hidden = true;
    alertIn($("main"), page === "setup" ? "missingToken" : "missingLink");
  }
}
