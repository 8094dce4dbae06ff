/* What word processors put on the clipboard, brought into a form that says what it means. The schema drops the rest. */

const strange = "meta, style, script, link, title, head, template, noscript, iframe, object, svg, math, form, input, button, select, textarea, o\\:p, del[cite], .msocomtxt, .MsoCommentReference, [style*='mso-element:comment'], [style*='display:none'], [style*='display: none']";

/** clean mends a document that was parsed of HTML: lists of Word become lists, and what nobody sees is taken out. */
export function clean(page: Document) {
  for (const found of page.querySelectorAll(strange)) found.remove();
  const comments = page.createTreeWalker(page.body, NodeFilter.SHOW_COMMENT);
  const gone: Node[] = [];
  while (comments.nextNode()) gone.push(comments.currentNode);
  for (const comment of gone) comment.parentNode?.removeChild(comment);
  wordLists(page);
  for (const found of page.querySelectorAll("td, th")) for (const name of ["colspan", "rowspan"]) found.removeAttribute(name);
  for (const found of page.querySelectorAll("li > p:only-child")) found.replaceWith(...found.childNodes);
  for (const found of page.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")) found.previousElementSibling?.append(found); // Google Docs
}

const level = (p: HTMLElement) => Number(/mso-list:\s*\w+\s+level(\d+)/i.exec(p.getAttribute("style") ?? "")?.[1] ?? 0);

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
  const sign = p.querySelector<HTMLElement>("[style*='mso-list:Ignore'], [style*='mso-list: Ignore']");
  const text = sign?.textContent ?? "";
  sign?.remove();
  return text.trim();
}
