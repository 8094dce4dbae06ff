/** A preview is entered by sending the token as a form: it never stands in an address, where histories and logs would keep it. */
interface Link {
  token: string;
  next: string;
  delivery: string;
  title: string;
  button: string;
}

const escape = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** linkFile gives a page with one button, which opens the preview. */
export function linkFile({ token, next, delivery, title, button }: Link): string {
  return `<!doctype html>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escape(title)}</title>
<style>body{display:grid;place-content:center;justify-items:center;min-height:90vh;font:18px/1.5 system-ui,sans-serif}button{padding:12px 28px;border:0;border-radius:8px;background:#7a1f4e;color:#fff;font:inherit;font-weight:600;cursor:pointer}</style>
<h1>${escape(title)}</h1>
<form method="post" action="${escape(delivery)}/v1/preview">
<input type="hidden" name="token" value="${escape(token)}">
<input type="hidden" name="next" value="${escape(next)}">
<button>${escape(button)}</button>
</form>
`;
}
