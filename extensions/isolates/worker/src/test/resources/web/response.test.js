({
  "has the standard's defaults"() {
    const r = new Response();
    check.same([r.status, r.statusText, r.ok, r.type, r.url, r.redirected, r.body, r.bodyUsed], [200, "", true, "default", "", false, null, false]);
    check.same([...r.headers], []);
    check.equal(Object.prototype.toString.call(r), "[object Response]");
  },
  "takes an init"() {
    const r = new Response("x", { status: 404, statusText: "Nope", headers: { "Content-Type": "text/html", "X-A": "1" } });
    check.same([r.status, r.statusText, r.ok, r.headers.get("content-type"), r.headers.get("x-a")], [404, "Nope", false, "text/html", "1"]);
    check.equal(new Response("x", { headers: { "x-a": "1" } }).headers.get("content-type"), "text/plain;charset=UTF-8");
    const copy = new Response(null, r);
    check.same([copy.status, copy.headers.get("x-a")], [404, "1"]);
    check.equal(new Response("x", { status: "201" }).status, 201);
  },
  "refuses wrong inits"() {
    for (const status of [199, 600, 0, -1, NaN, "x", 100]) check.throws(() => new Response("", { status }), "RangeError", String(status));
    for (const status of [204, 205, 304]) {
      check.throws(() => new Response("x", { status }), "TypeError");
      check.equal(new Response(null, { status }).status, status);
    }
    check.throws(() => new Response("", { statusText: "a\nb" }), "TypeError");
    check.throws(() => new Response("", { headers: { "a b": "c" } }), "TypeError");
    check.throws(() => new Response("", { headers: { a: "b\r\nc: d" } }), "TypeError");
    check.throws(() => new Response("", 5), "TypeError");
    check.throws(() => Response("x"), "TypeError");
    check.throws(() => { "use strict"; new Response("x").status = 5; }, "TypeError");
  },
  async "json, redirect, error"() {
    const json = Response.json({ a: 1 });
    check.same([json.headers.get("content-type"), await json.text()], ["application/json", '{"a":1}']);
    const custom = Response.json(null, { status: 201, headers: { "content-type": "application/x" } });
    check.same([custom.status, custom.headers.get("content-type"), await custom.text()], [201, "application/x", "null"]);
    check.throws(() => Response.json(undefined), "TypeError");
    check.throws(() => Response.json(1n), "TypeError");
    const loop = {};
    loop.loop = loop;
    check.throws(() => Response.json(loop), "TypeError");
    const redirect = Response.redirect("https://h/\u00e4", 301);
    check.same([redirect.status, redirect.headers.get("location")], [301, "https://h/%C3%A4"]);
    check.equal(Response.redirect("https://h").status, 302);
    check.throws(() => Response.redirect("x"), { name: "TypeError", message: "Invalid URL" });
    check.throws(() => Response.redirect("https://h", 200), "RangeError");
    check.throws(() => redirect.headers.set("a", "b"), "TypeError");
    check.same([Response.error().type, Response.error().status], ["error", 0]);
  },
  "can be extended"() {
    class Html extends Response { constructor(text) { super(text, { headers: { "content-type": "text/html" } }); } }
    const html = new Html("x");
    check.ok(html instanceof Response && html.headers.get("content-type") === "text/html");
  },
})
