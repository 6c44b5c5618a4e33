import { html } from "./html.js";

const NAME_MAX = 80;

/** A page that asks for a name (`GET /`), takes it (`POST /`) and greets (`GET /hello?name=…`). */
export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const asked = `${request.method} ${pathname}`;
    if (asked === "GET /" || asked === "HEAD /") return page("Who are you?", form());
    if (asked === "POST /") return take(request);
    if (asked === "GET /hello" || asked === "HEAD /hello") return page("Hello", html`<p>Hello, <b>${searchParams.get("name") ?? "you"}</b>!</p>`);
    return page("Nothing here", html`<p>There is nothing at <code>${pathname}</code>.</p>`, 404);
  },
};

async function take(request) {
  if (!/^application\/x-www-form-urlencoded\b/.test(request.headers.get("content-type") ?? "")) {
    return page("Not a form", html`<p>Send the form as it is.</p>`, 415);
  }
  const name = new URLSearchParams(await request.text()).get("name")?.trim() ?? "";
  if (name === "" || name.length > NAME_MAX) return page("Who are you?", form(name, `A name has 1 to ${NAME_MAX} characters.`), 422);
  return new Response(null, { status: 303, headers: { location: `/hello?${new URLSearchParams({ name })}` } });
}

function form(name = "", complaint = "") {
  return html`<form method="post" action="/">
      <label>Your name <input name="name" value="${name}" maxlength="${NAME_MAX}" required></label>
      <button>Say hello</button>
      <p role="alert">${complaint}</p>
    </form>`;
}

function page(title, content, status = 200) {
  const nonce = crypto.randomUUID();
  const text = html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>${title}</title>
    <style nonce="${nonce}">body { font: 1.1rem/1.5 system-ui; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; }</style>
  </head>
  <body>
    <h1>${title}</h1>
    ${content}
  </body>
</html>
`;
  return new Response(`${text}`, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
    },
  });
}
