/* What word processors put on the clipboard, brought into a form that says what it means. The schema drops the rest. */

const strange = "meta, style, script, link, title, head, template, noscript, iframe, object, svg, math, form, input, button, select, textarea, del[cite], .msocomtxt, .MsoCommentReference";

/** Rules of an element say what its words are: 700 is bold. They come as data-style, for the page's policy forbids styles. */
const meanings: [RegExp, string, string][] = [
  [/(?:^|;)\s*font-weight\s*:\s*(?:bold(?:er)?|[6-9]\d\d)/i, "strong", "h1, h2, h3, h4, h5, h6, th, b, strong"],
  [/(?:^|;)\s*font-style\s*:\s*italic/i, "em", "i, em"],
  [/(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*underline/i, "u", "a, u"],
  [/(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*line-through/i, "s", "s, del, strike"],
  [/(?:^|;)\s*vertical-align\s*:\s*super/i, "sup", "sup"],
  [/(?:^|;)\s*vertical-align\s*:\s*sub(?:\s|;|$)/i, "sub", "sub"],
];
const hidden = /(?:^|;)\s*(?:display\s*:\s*none|mso-element\s*:\s*comment)/i;
const plain = /(?:^|;)\s*font-(?:weight|style)\s*:\s*(?:normal|400)/i;

/** styled puts words into the elements that their rules stand for. */
function styled(page: Document) {
  for (const found of page.querySelectorAll<HTMLElement>("[data-style]")) {
    const rules = found.dataset.style ?? "";
    if (hidden.test(rules)) {
      found.remove();
      continue;
    }
    const align = /(?:^|;)\s*text-align\s*:\s*(left|center|right)/i.exec(rules)?.[1];
    if (align && found.matches("td, th")) found.setAttribute("align", align.toLowerCase());
    if (!found.matches("span, b, strong, i, em, u, s, a, font")) continue;
    for (const [rule, tag, already] of meanings) {
      if (!rule.test(rules) || found.closest(already)) continue;
      const made = page.createElement(tag);
      made.append(...found.childNodes);
      found.append(made);
    }
    if (plain.test(rules) && found.matches("b, strong, i, em")) found.replaceWith(...found.childNodes); // Google Docs puts everything into such a <b>
  }
}

/** clean mends a document that was parsed of HTML: lists of Word become lists, and what nobody sees is taken out. */
export function clean(page: Document, linkable: (href: string) => boolean) {
  for (const found of [...page.querySelectorAll(strange), ...page.getElementsByTagName("o:p")]) found.remove();
  const comments = page.createTreeWalker(page.body, NodeFilter.SHOW_COMMENT);
  const gone: Node[] = [];
  while (comments.nextNode()) gone.push(comments.currentNode);
  for (const comment of gone) comment.parentNode?.removeChild(comment);
  wordLists(page);
  styled(page);
  for (const a of page.querySelectorAll("a[href]")) {
    const href = (a.getAttribute("href") ?? "").trim().replace(/^http:\/\//i, "https://"); // sites link to https alone
    if (linkable(href)) a.setAttribute("href", href);
    else a.removeAttribute("href");
  }
  for (const found of page.querySelectorAll("td, th")) {
    for (let n = Math.min(Number(found.getAttribute("colspan") ?? 1), 50); n > 1; n--) found.after(page.createElement(found.tagName)); // no cell spans several here
    for (const name of ["colspan", "rowspan"]) found.removeAttribute(name);
  }
  for (const found of page.querySelectorAll("li > p:only-child")) found.replaceWith(...found.childNodes);
  for (const found of page.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")) found.previousElementSibling?.append(found); // Google Docs
}

const level = (p: HTMLElement) => Number(/mso-list:\s*\w+\s+level(\d+)/i.exec(p.dataset.style ?? "")?.[1] ?? 0);

/** wordLists makes lists of Word's paragraphs that look like one: the sign is text, the depth is in a style that no browser knows. */
function wordLists(page: Document) {
  let stack: { list: HTMLElement; depth: number }[] = [];
  let last: Element | null = null;
  for (const p of page.querySelectorAll<HTMLElement>("p, h1, h2, h3, h4, h5, h6")) {
    const depth = level(p);
    if (depth === 0) {
      last = null;
      continue;
    }
    const sign = takeSign(p);
    if (last?.nextElementSibling !== p) stack = [];
    while ((stack.at(-1)?.depth ?? 0) > depth) stack.pop();
    if ((stack.at(-1)?.depth ?? 0) < depth) {
      const list = page.createElement(/^\(?(?:\d+|[a-z]{1,3}|[ivxlc]+)[.)]/i.test(sign) ? "ol" : "ul");
      const above = stack.at(-1)?.list;
      if (above) (above.lastElementChild ?? above).append(list);
      else p.before(list);
      stack.push({ list, depth });
    }
    const item = page.createElement("li");
    item.append(...p.childNodes);
    stack.at(-1)?.list.append(item);
    last = stack[0]?.list ?? null;
    p.remove();
  }
}

/** takeSign removes the bullet or number that stands in the text. */
function takeSign(p: HTMLElement): string {
  const sign = p.querySelector<HTMLElement>("[data-style*='mso-list:Ignore' i], [data-style*='mso-list: Ignore' i]");
  const text = sign?.textContent ?? "";
  sign?.remove();
  return text.trim();
}
