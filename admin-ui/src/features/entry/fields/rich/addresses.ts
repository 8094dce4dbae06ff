/* Where links may lead. The server decides; this says it while the address is being typed. */

const clean = (href: string) => href.length <= 2000 && !/[\s\\\p{Cc}\p{Bidi_Control}]/u.test(href);
const path = (href: string) => /^\/(?!\/)/.test(href);
const mail = (href: string) => /^mailto:[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[A-Za-z\d](?:[A-Za-z\d-]{0,61}[A-Za-z\d])?\.)+[A-Za-z]{2,63}$/.test(href);

function absolute(href: string): boolean {
  if (!/^https:\/\//i.test(href)) return false;
  try {
    const { hostname, username, password } = new URL(href);
    return hostname !== "" && username === "" && password === "";
  } catch {
    return false;
  }
}

/** ofRich is the rule for rich text. */
export const ofRich = (href: string): boolean => clean(href) && (path(href) || absolute(href) || mail(href) || /^tel:\+[1-9]\d{6,14}$/.test(href));

/** ofMarkdown is the rule for Markdown: places of the page, queries and relative paths as well. */
export const ofMarkdown = (href: string): boolean =>
  clean(href) && href !== "" && (path(href) || absolute(href) || /^mailto:\S+$/.test(href) || /^tel:[\d+().-]+$/.test(href) || /^[#?]/.test(href) || /^[^/:?#]+(?:[/?#]|$)/.test(href));
