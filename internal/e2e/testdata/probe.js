// What an element looks like, as the browser computed it, and whether that changes. The tests evaluate this in a page.
window.probe = (() => {
  const selector = "[data-portico-part]:not(link, script, template)";
  const pseudos = { "::before": ":not(svg, svg *)", "::after": ":not(svg, svg *)", "::marker": "li, summary", "::placeholder": "input, textarea", "::backdrop": "[popover]" };
  // Where rounding moves a value by less than a pixel.
  const geometry = /^(width|height|inline-size|block-size|top|right|bottom|left|inset|margin|perspective-origin|transform-origin|grid-template)/;

  // What the parts hide at first is shown, all at once: menus, drawers, lists.
  function open(doc = document) {
    for (const part of doc.querySelectorAll(selector)) {
      for (const e of [part, ...part.querySelectorAll("*")]) {
        if (e.hasAttribute("popover") && e.getClientRects().length === 0) {
          e.setAttribute("popover", "manual");
          e.showPopover();
        }
        e.removeAttribute("hidden");
        if (e.localName === "details" || e.localName === "dialog") {
          e.open = true;
        }
      }
    }
  }

  function settle(doc = document) {
    doc.getAnimations().forEach((a) => a.finish());
    doc.documentElement.getBoundingClientRect();
  }

  // Waits for the fonts that the page asks for as it is laid out. One that comes from the browser's memory may come between two looks, and
  // what is as large as its letters would seem to have changed.
  async function calm(doc = document) {
    let asked;
    do {
      settle(doc);
      await new Promise((done) => setTimeout(done)); // a font is asked for after the layout that misses it
      asked = doc.fonts.status === "loading";
      await doc.fonts.ready;
    } while (asked);
    // Chromium does not always lay a select out anew when its font comes: it stays as high as with the letters before.
    const selects = [...doc.querySelectorAll("select")].map((e) => [e, e.style.display]);
    selects.forEach(([e]) => (e.style.display = "none"));
    settle(doc);
    selects.forEach(([e, display]) => (e.style.display = display));
    settle(doc);
  }

  // The elements of our parts, or of what roots selects, each with a name to report.
  function elements(doc = document, roots = selector) {
    const out = [];
    doc.querySelectorAll(roots).forEach((root) => {
      [root, ...root.querySelectorAll("*")].forEach((e, i) => {
        out.push({ e, root, name: `${root.dataset.porticoPart ?? root.localName}[${i}] ${e.localName}.${e.getAttribute("class") ?? ""}` });
      });
    });
    return out;
  }

  function look(item) {
    const view = item.e.ownerDocument.defaultView;
    const box = item.e.getBoundingClientRect();
    const from = item.root.getBoundingClientRect();
    const styles = { "": view.getComputedStyle(item.e).cssText };
    for (const [pseudo, which] of Object.entries(pseudos)) {
      if (!item.e.matches(which)) continue;
      const s = view.getComputedStyle(item.e, pseudo);
      styles[pseudo] = /^::(before|after)$/.test(pseudo) && s.content === "none" ? "content: none" : s.cssText;
    }
    const layer = item.e.closest("[popover], dialog, [data-portico-consent]"); // laid out by the window, not by the part
    const loose = layer && view.getComputedStyle(layer).position === "fixed";
    const x = loose ? 0 : from.x;
    const y = loose ? 0 : from.y;
    const shown = item.e.getClientRects().length > 0;
    return { name: item.name, box: shown ? [box.x - x, box.y - y, box.width, box.height] : [0, 0, 0, 0], styles };
  }

  const take = (doc, roots) => elements(doc, roots).map(look);

  function properties(css) {
    const out = new Map();
    for (const line of css.split("; ")) {
      const at = line.indexOf(":");
      out.set(line.slice(0, at), line.slice(at + 1).trim());
    }
    return out;
  }

  function near(a, b) {
    const x = a.match(/-?[\d.]+/g) ?? [];
    const y = b.match(/-?[\d.]+/g) ?? [];
    return x.length === y.length && a.replace(/-?[\d.]+/g, "") === b.replace(/-?[\d.]+/g, "") && x.every((n, i) => Math.abs(n - y[i]) <= 1);
  }

  // Complaints about the differences between two looks at the same elements, the most telling first.
  function differences(before, after, most = 6) {
    if (before.length !== after.length) return [`${before.length} elements became ${after.length}`];
    const found = [];
    before.forEach((a, i) => {
      const b = after[i];
      const moved = a.box.some((n, k) => Math.abs(n - b.box[k]) > 1);
      const changed = [];
      for (const pseudo of Object.keys(a.styles)) {
        if (a.styles[pseudo] === b.styles[pseudo]) continue;
        const now = properties(b.styles[pseudo]);
        for (const [name, was] of properties(a.styles[pseudo])) {
          const is = now.get(name);
          if (is === was || (geometry.test(name) && is !== undefined && near(was, is))) continue;
          if (geometry.test(name) && moved) continue; // the box says so
          changed.push(`${pseudo}${name}: ${was.slice(0, 80)} → ${String(is).slice(0, 80)}`);
        }
      }
      if (moved || changed.length) {
        const round = (box) => box.map((n) => Math.round(n * 10) / 10).join(",");
        found.push(`${a.name} ${moved ? `box ${round(a.box)} → ${round(b.box)} ` : ""}${changed.slice(0, 5).join(" | ")}`);
      }
    });
    return found.length > most ? [...found.slice(0, most), `… ${found.length} elements differ`] : found;
  }

  // Puts a style sheet before or after all others while something is looked at.
  async function withSheet(href, order, then) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    await new Promise((done, failed) => {
      link.onload = done;
      link.onerror = () => failed(new Error(`${href} does not load`));
      document.head[order === "before" ? "prepend" : "append"](link);
    });
    await calm();
    try {
      return await then();
    } finally {
      link.remove();
      settle();
    }
  }

  // For each host's style sheet, before and after ours, closed and open: what it changes about our parts.
  async function hosts(hrefs) {
    const out = {};
    for (const state of ["closed", "open"]) {
      if (state === "open") open();
      settle();
      const bare = take();
      for (const href of hrefs) {
        for (const order of state === "open" ? ["before", "after"] : ["after"]) {
          const found = await withSheet(href, order, () => differences(bare, take()));
          if (found.length) out[`${href} ${order} ours, ${state}`] = found;
        }
      }
      const again = differences(bare, take());
      if (again.length) out[`the page itself, ${state}`] = again;
    }
    return out;
  }

  // What our own style sheet changes about the host's elements.
  async function guests(hrefs) {
    const ours = [...document.querySelectorAll('link[data-portico-part="head"]')];
    const out = {};
    const compare = async () => {
      const withOurs = take(document, "main");
      ours.forEach((l) => (l.disabled = true));
      await calm();
      const without = take(document, "main");
      ours.forEach((l) => (l.disabled = false));
      settle();
      return differences(without, withOurs);
    };
    for (const href of hrefs) {
      const found = await withSheet(href, "before", compare);
      if (found.length) out[href] = found;
    }
    return out;
  }

  // What hosts' style sheets change about components: colours, sizes and lines, where they stand is the host's affair.
  async function components(hrefs) {
    const watched = ["color", "background-color", "font-size", "font-weight", "text-decoration-line", "padding", "margin-block", "min-height",
      "border-radius", "border-width", "list-style-type", "appearance", "display"];
    // Links are as large as the text around them, and some only place what is in them.
    const all = () => [...document.querySelectorAll("main [class*=portico-]:not(.portico-text-link, .portico-buttons, .portico-cards, .portico-table-scroll)")];
    const read = () => all().map((e) => watched.map((p) => p + ": " + getComputedStyle(e).getPropertyValue(p)));
    const bare = read();
    const out = {};
    for (const href of hrefs) {
      for (const order of ["before", "after"]) {
        const now = await withSheet(href, order, read);
        const found = now.flatMap((list, i) => list.filter((v, k) => v !== bare[i][k]).map((v) => `${all()[i].className} ${bare[i][list.indexOf(v)]} → ${v}`));
        if (found.length) out[`${href} ${order}`] = found.slice(0, 8);
      }
    }
    return out;
  }

  // The same page in another rendering mode, in a frame as large as the window.
  async function frame(src) {
    const f = document.createElement("iframe");
    f.style.cssText = "position:fixed;inset:0;width:100vw;height:100vh;border:0";
    await new Promise((done) => {
      f.onload = done;
      f.src = src;
      document.body.append(f);
    });
    const out = {};
    for (const state of ["closed", "open"]) {
      if (state === "open") [document, f.contentDocument].forEach(open);
      await Promise.all([document, f.contentDocument].map(calm));
      const found = differences(take(), take(f.contentDocument));
      if (found.length) out[`${f.contentDocument.compatMode}, ${state}`] = found;
    }
    f.remove();
    return out;
  }

  return { open, settle, take, differences, hosts, guests, components, frame };
})();
