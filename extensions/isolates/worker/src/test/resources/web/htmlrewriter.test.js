const page = (text, type = "text/html") => new Response(text, { headers: { "content-type": type } });
const encoded = (text) => new TextEncoder().encode(text);
// A response in pieces of so many bytes.
function pieces(text, size) {
  const bytes = typeof text === "string" ? encoded(text) : text;
  let at = 0;
  return page(new ReadableStream({
    pull(c) {
      if (at >= bytes.length) return c.close();
      c.enqueue(bytes.slice(at, at += size));
    },
  }));
}
const rewrite = (text, selector, handlers) => new HTMLRewriter().on(selector, handlers).transform(page(text)).text();
const on = (selector, element) => (text) => rewrite(text, selector, { element });
// Ids of the elements that a selector matches.
async function matched(selector, text) {
  const ids = [];
  await rewrite(text, selector, { element(e) { ids.push(e.getAttribute("id")); } });
  return ids.join("");
}
// What handlers of everything see, whatever the size of the pieces.
async function seen(text, size = 1 << 20) {
  const log = [];
  let now = "";
  const out = await new HTMLRewriter()
    .on("*", { element(e) { log.push(`<${e.tagName}${[...e.attributes].map(([n, v]) => ` ${n}=${v}`).join("")}>`); try { e.onEndTag((t) => { log.push(`</${t.name}>`); }); } catch { log.push("-"); } } })
    .onDocument({
      doctype(d) { log.push(`!${d.name},${d.publicId},${d.systemId}`); },
      comments(c) { log.push(`#${c.text}`); },
      text(t) { now += t.text; if (t.lastInTextNode) { log.push(`"${now}"`); now = ""; } },
      end() { log.push("."); },
    }).transform(pieces(text, size)).text();
  check.equal(out, text);
  return log;
}

({
  async "elements can be changed all around"() {
    const text = `<p>a</p><b class="x">in</b><i>z</i>`;
    check.equal(await on("b", (e) => { e.before("<1>").before("2", { html: true }).after("3").after("4"); })(text), `<p>a</p>&lt;1&gt;2<b class="x">in</b>43<i>z</i>`);
    check.equal(await on("b", (e) => { e.prepend("1").prepend("2").append("3").append("4&"); })(text), `<p>a</p><b class="x">21in34&amp;</b><i>z</i>`);
    check.equal(await on("b", (e) => { e.replace("<hr>", { html: true }).before("1").after("2"); })(text), `<p>a</p>1<hr>2<i>z</i>`);
    check.equal(await on("b", (e) => { e.prepend("0").setInnerContent("<u>n</u>", { html: true }).append("!"); })(text), `<p>a</p><b class="x"><u>n</u>!</b><i>z</i>`);
    check.equal(await on("b", (e) => { e.remove(); })(text), `<p>a</p><i>z</i>`);
    check.equal(await on("b", (e) => { e.removeAndKeepContent().prepend("<").append(">"); })(text), `<p>a</p>&lt;in&gt;<i>z</i>`);
    check.equal(await on("b", (e) => { e.tagName = "Strong"; check.equal(e.tagName, "strong"); })(text), `<p>a</p><Strong class="x">in</Strong><i>z</i>`);
    check.equal(await on("b", (e) => { check.ok(!e.removed); e.remove(); check.ok(e.removed); e.after("x"); })(text), `<p>a</p>x<i>z</i>`);
  },

  async "attributes"() {
    let all;
    const text = `<a HREF='x "y"' b=1 c d = "&amp;" / e>t</a>`;
    const out = await on("a", (e) => {
      all = [...e.attributes];
      check.equal(e.getAttribute("Href"), `x "y"`);
      check.equal(e.getAttribute("none"), null);
      check.ok(e.hasAttribute("C") && !e.hasAttribute("none"));
      e.setAttribute("b", `"2"`).removeAttribute("C").setAttribute("New", "");
    })(text);
    check.same(all, [["href", `x "y"`], ["b", "1"], ["c", ""], ["d", "&amp;"], ["e", ""]]);
    check.equal(out, `<a HREF='x "y"' b="&quot;2&quot;" d = "&amp;" e new="">t</a>`);
    check.equal(await on("img", (e) => { e.setAttribute("a", "1"); })("<img/><img src=x />"), `<img a="1" /><img src=x a="1" />`);
    check.equal(await on("a", (e) => { e.removeAttribute("none"); e.getAttribute("b"); })(text), text);
    for (const name of ["", "a b", "a=", "a>", "/"]) await check.rejects(on("a", (e) => { e.setAttribute(name, "x"); })(text), "TypeError", name);
    for (const name of ["", "1", "a b", "a>"]) await check.rejects(on("a", (e) => { e.tagName = name; })(text), "TypeError", name);
  },

  async "elements without content have no end and take none"() {
    const out = await on("br", (e) => {
      check.throws(() => e.onEndTag(() => {}), { name: "TypeError", message: /has no end tag/ });
      e.before("1").after("2").prepend("no").append("no").setInnerContent("no");
    })("<p>a<br>b</p>");
    check.equal(out, "<p>a1<br>2b</p>");
    check.equal(await on("br", (e) => { e.replace("|"); })("a<br/>b"), "a|b");
  },

  async "end tags"() {
    const text = "<ul><li>a<li>b</ul>c", names = [];
    check.equal(await on("ul", (e) => { e.onEndTag((t) => { names.push(t.name); t.before("1").after("2"); t.name = "OL"; }); e.onEndTag(async (t) => { await null; names.push(t.name); }); })(text), "<ul><li>a<li>b1</OL>2c");
    check.same(names, ["ul", "ol"]);
    check.equal(await on("ul", (e) => { e.onEndTag((t) => { t.remove(); }); })(text), "<ul><li>a<li>bc");
    check.equal(await on("li", (e) => { e.append(")").after("/"); })(text), "<ul><li>a<li>b)/)/</ul>c");
    check.equal(await on("p", (e) => { e.append("!").after("?"); })("<p>a"), "<p>a!?");
    check.throws(() => new HTMLRewriter().on("p", 7), "TypeError");
  },

  async "text comes in parts and then empty"() {
    const parts = [];
    const out = await new HTMLRewriter().on("p", {
      text(t) {
        parts.push([t.text, t.lastInTextNode]);
        if (t.text === "a&amp;") t.replace("<b>", { html: true });
        if (t.lastInTextNode) t.before("|").after("!");
      },
    }).transform(page("no<p>a&amp;<i>in</i></p>no")).text();
    check.same(parts, [["a&amp;", false], ["", true], ["in", false], ["", true]]);
    check.equal(out, "no<p><b>|!<i>in|!</i></p>no");
    check.equal(await rewrite("<p>a</p>b", "p", { text(t) { t.remove(); check.ok(t.removed); } }), "<p></p>b");
  },

  async "comments, doctypes, the end"() {
    const seen = [];
    const out = await new HTMLRewriter().onDocument({
      doctype(d) { seen.push(d.name, d.publicId, d.systemId); },
      comments(c) {
        seen.push(c.text);
        if (c.text === "a") c.text = "b";
        if (c.text === "x") c.remove();
        if (c.text === "y") c.replace("<", { html: false }).before("1").after("2");
        for (const text of ["-->", "a--!>", ">", "->"]) check.throws(() => { c.text = text; }, "TypeError");
      },
      end(e) { e.append("<end>").append("<!-- -->", { html: true }); },
    }).transform(page(`<!DOCTYPE HTML PUBLIC "-//W3C//DTD" 'sys'><!--a--><!--x--><!--y--><!bogus>`)).text();
    check.same(seen, ["html", "-//W3C//DTD", "sys", "a", "x", "y", "bogus"]);
    check.equal(out, `<!DOCTYPE HTML PUBLIC "-//W3C//DTD" 'sys'><!--b-->1&lt;2<!bogus>&lt;end&gt;<!-- -->`);
    check.equal(await new HTMLRewriter().onDocument({ doctype(d) { check.same([d.name, d.publicId, d.systemId], ["html", null, null]); d.remove(); } }).transform(page("<!doctype html>x")).text(), "x");
    check.equal(await rewrite("<!--a--><p><!--b--></p>", "p", { comments(c) { c.remove(); } }), "<!--a--><p></p>");
  },

  async "selectors"() {
    const text = `<div id=1 class="a  b"><p id=2 lang=en-US data-x="One Two" type=RADIO><i id=3></i><b id=4></b><i id=5></i></p><section id=6><p id=7><b id=8 class=A></b></p></section></div><div id=9></div>`;
    const cases = {
      "*": "123456789", div: "19", DIV: "19", "[id='3']": "3", ".a": "1", ".b.a": "1", ".A": "8", "p i": "35", "div > p": "2", "div>p>b": "4", "section *": "78",
      "div p b": "48", "[lang]": "2", "[lang|=en]": "2", "[lang|='EN' i]": "2", "[data-x~=Two]": "2", "[data-x^=One]": "2", "[data-x$=Two]": "2", "[data-x*='e T']": "2",
      "[data-x='one two']": "", "[data-x='one two' i]": "2", "[type=radio]": "2", "[type=radio s]": "", "[data-x*='']": "", "[data-x~='']": "",
      ":first-child": "1237 8".replace(" ", ""), "i:nth-child(3)": "5", ":nth-child(2n)": "469", ":nth-child(odd)": "12357 8".replace(" ", ""), "i:nth-of-type(2)": "5", "b:first-of-type": "48",
      ":nth-child(-n+2)": "12346789", ":nth-child( 2n + 1 )": "123578", "p:not(#x)": "27", "p:not([lang])": "7", ":not(p, div, b)": "356", "i, b": "3458", "p > i, p > i": "35",
      "section, .a > p": "26", "d\\69 v": "19", "[\\69 d='9']": "9",
    };
    for (const selector of Object.keys(cases)) check.equal(await matched(selector, text), cases[selector], selector);
    check.equal(await matched("#\\31", "<a id=1>"), "1");
  },

  "what is no selector is refused when it is given"() {
    const wrong = ["", " ", "a,", ",a", "a >", "> a", "a + b", "a ~ b", "a:hover", "a::before", "a[", "a[b", "a[b=", "a[b=c", "a[b!=c]", "a[b='c]", "a:nth-child(x)", "a:nth-child(", "a:nth-child(2n2)",
      "a:nth-child(999999999)", "a:not(b c)", "a:not()", "a:not(b", "svg|a", "*|a", "a.", "a#", "a!", "a\\", "1"];
    for (const selector of wrong) check.throws(() => new HTMLRewriter().on(selector, {}), { name: "TypeError", message: /The selector ".*" cannot be used: / }, selector);
  },

  async "raw text, scripts, SVG and MathML"() {
    check.same(await seen(`<title>a<b>&lt;</titl></title><textarea><p></textarea >x`), ["<title>", `"a<b>&lt;</titl>"`, "</title>", "<textarea>", `"<p>"`, "</textarea>", `"x"`, "."]);
    check.same(await seen(`<script>a<!--<script></script>--></script><b>`), ["<script>", `"a<!--<script></script>-->"`, "</script>", "<b>", "."]);
    check.same(await seen(`<script><!-- <script >x</script > --- </script>y`), ["<script>", `"<!-- <script >x</script > --- "`, "</script>", `"y"`, "."]);
    check.same(await seen(`<script><!--><script></script>y`), ["<script>", `"<!--><script>"`, "</script>", `"y"`, "."]);
    check.same(await seen(`<style></styl</style/>z<xmp><a></xmp><plaintext></plaintext>`), ["<style>", `"</styl"`, "</style>", `"z"`, "<xmp>", `"<a>"`, "</xmp>", "<plaintext>", `"</plaintext>"`, "."]);
    check.same(await seen(`<svg><style><a/><![CDATA[<b>]]]></style><desc><style><i></style></desc></svg><![CDATA[x]]>`),
      ["<svg>", "<style>", "<a>", "-", `"<b>]"`, "</style>", "<desc>", "<style>", `"<i>"`, "</style>", "</desc>", "</svg>", "#[CDATA[x]]", "."]);
    check.same(await seen(`<svg><p><![CDATA[x]]>`), ["<svg>", "<p>", "#[CDATA[x]]", "."]);
    check.same(await seen(`<math><mi><style><i></style><mglyph><title><x></mglyph></mi></math>`), ["<math>", "<mi>", "<style>", `"<i>"`, "</style>", "<mglyph>", "<title>", "<x>", "</mglyph>", "</mi>", "</math>", "."]);
    const uris = [];
    await on("*", (e) => { uris.push(e.namespaceURI.slice(-5)); })("<p><svg><a/><foreignObject><a/></foreignObject></svg><math></math>");
    check.same(uris, ["xhtml", "0/svg", "0/svg", "0/svg", "xhtml", "athML"]);
  },

  async "markup that is cut off or strange"() {
    check.same(await seen("<!DOCTYPE><!-->a<!--->b<!--c--!>d<!--<!-->e<?pi?></ x></><3 < <a/b=c =d>"),
      ["!null,null,null", "#", `"a"`, "#", `"b"`, "#c", `"d"`, "#<!", `"e"`, "#?pi?", "# x", `"<3 < "`, "<a b=c =d=>", "."]);
    for (const end of ["<", "</", "<a", "<a b='", "<!-- a", "<!", "<!doctype x", "</a b", "&am", "<a b=c"]) check.ok((await seen(`x${end}`)).at(-1) === ".", end);
    check.same(await seen("</p></br><b></i></b>"), ["<b>", "</b>", "."]);
  },

  async "pieces of any size are one document"() {
    const text = `<!doctype html><p a='ä"' b=ü>häß€😀<br/></p><script>"<!--" <script> </script>€</script><!-- a -- b --><svg><![CDATA[x]]></svg><textarea>&lt;</textarea>`;
    const whole = await seen(text);
    for (const size of [1, 2, 3, 5, 7, 64]) check.same(await seen(text, size), whole, `pieces of ${size}`);
  },

  async "bytes that nobody touches are the same, valid or not"() {
    const bytes = Uint8Array.from({ length: 3000 }, (_, i) => (i * 7919 + (i >> 3)) & 0xff);
    const out = await new HTMLRewriter().on("*", { element() {}, text() {}, comments() {} }).onDocument({ text() {}, comments() {}, doctype() {} }).transform(pieces(bytes, 100)).bytes();
    check.same(check.list(out), check.list(bytes));
  },

  async "handlers may be async, are called in order and know themselves"() {
    const log = [];
    class Mine {
      constructor(name) { this.name = name; }
      async element(e) { log.push(`${this.name} ${e.tagName}`); await new Promise((r) => setTimeout(r, 5)); log.push(`${this.name} done`); e.append(this.name); }
    }
    const out = await new HTMLRewriter().on("b", new Mine("1")).on("b, i", new Mine("2")).transform(page("<b></b>")).text();
    check.equal(out, "<b>12</b>");
    check.same(log, ["1 b", "1 done", "2 b", "2 done"]);
    const order = [];
    await new HTMLRewriter().onDocument({ text() { order.push("document"); } }).on("b", { text() { order.push("b"); } }).transform(page("<b>x</b>")).text();
    check.same(order, ["b", "document", "b", "document"]);
  },

  async "what a handler throws breaks the body"() {
    const source = { cancelled: null };
    const endless = new ReadableStream({ pull(c) { c.enqueue(encoded("<b>")); }, cancel(reason) { source.cancelled = reason; } });
    await check.rejects(new HTMLRewriter().on("b", { element() { throw new RangeError("mine"); } }).transform(page(endless)).text(), { name: "RangeError", message: "mine" });
    check.equal(source.cancelled.message, "mine");
    await check.rejects(new HTMLRewriter().on("b", { async element() { await null; throw new Error("late"); } }).transform(page("<b>")).text(), { message: "late" });
    await check.rejects(new HTMLRewriter().on("b", { element() {} }).transform(page(new ReadableStream({ start(c) { c.error(new Error("broken")); } }))).text(), { message: "broken" });
    await check.rejects(new HTMLRewriter().transform(page(new ReadableStream({ start(c) { c.enqueue("text"); c.close(); } }))).text(), "TypeError");
  },

  async "tokens are dead after their handler"() {
    const kept = [];
    await new HTMLRewriter().on("b", { element(e) { kept.push(e); e.onEndTag((t) => { kept.push(t); }); }, text(t) { kept.push(t); } }).transform(page("<b>x</b>")).text();
    for (const face of kept) check.throws(() => face.remove(), { name: "TypeError", message: /while its handler runs/ });
    check.throws(() => kept[0].constructor.prototype.remove.call(kept[1]), "TypeError");
    check.throws(() => new kept[0].constructor(), "TypeError");
  },

  async "what is in removed content is gone, and still seen"() {
    const seen = [];
    const out = await new HTMLRewriter().on("div", { element(e) { e.remove(); } })
      .on("b", { element(e) { seen.push(e.removed); e.before("x").after("y").append("z"); e.onEndTag(() => { seen.push("end"); }); }, text(t) { seen.push(t.removed); } })
      .transform(page("1<div>2<b>3</b></div>4")).text();
    check.equal(out, "14");
    check.same(seen, [true, true, true, "end"]);
  },

  async "the response is kept but for its length"() {
    const from = new Response("<b>x</b>", { status: 201, statusText: "Made", headers: { "content-type": "text/html", "content-length": "8", "x-a": "1" } });
    const to = new HTMLRewriter().on("b", { element(e) { e.setInnerContent("longer"); } }).transform(from);
    check.same([to.status, to.statusText, to.headers.get("x-a"), to.headers.get("content-length")], [201, "Made", "1", null]);
    check.ok(from.bodyUsed && !to.bodyUsed && to.body instanceof ReadableStream);
    check.equal(await to.text(), "<b>longer</b>");
    check.throws(() => new HTMLRewriter().transform(from), { name: "TypeError", message: /already been used/ });
    check.equal(new HTMLRewriter().transform(new Response(null, { status: 204 })).body, null);
    for (const wrong of [undefined, null, "x", {}, new Request("http://h")]) check.throws(() => new HTMLRewriter().transform(wrong), "TypeError");
  },

  async "encodings in which markup is ASCII"() {
    // Bytes of "ä€" or 表現 between tags, and what becomes of what is put before them; the second byte of 表 is a backslash in shift_jis, and others are letters.
    for (const [charset, inside, text, inserted] of [
      ["ISO-8859-1", [0xe4, 0x80], "ä€", [0xfc, ..."&#10003;"]],
      ["iso-8859-10", [0xe4, 0xa2], "äĒ", [0xfc, ..."&#10003;"]],
      ["koi8-r", [0xc1, 0xc2], "аб", [..."&#252;&#10003;"]],
      ["shift_jis", [0x95, 0x5c, 0x8c, 0xbb], "表現", [..."&#252;&#10003;"]],
      ["gbk", [0x81, 0x41, 0xb1, 0xed], "丄表", [0xa8, 0xb9, ..."&#10003;"]],
      ["gb18030", [0x81, 0x30, 0x84, 0x36, 0xb1, 0xed], "¥表", [0xa8, 0xb9, 0x81, 0x37, 0xbd, 0x37]],
      ["big5", [0xaa, 0xed, 0xa4, 0x40], "表一", [..."&#252;&#10003;"]],
      ["euc-jp", [0xc9, 0xbd, 0x8f, 0xb0, 0xa1], "表丂", [0x8f, 0xab, 0xe4, ..."&#10003;"]],
      ["euc-kr", [0xc7, 0xa5, 0xb0, 0xa1], "표가", [..."&#252;&#10003;"]],
    ]) {
      const codes = (list) => list.map((one) => (typeof one === "string" ? one.charCodeAt(0) : one));
      const document = codes([..."<b>", ...inside, ..."</b>"]);
      for (let size = 1; size <= document.length; size++) {
        let seen = "";
        const rewriter = new HTMLRewriter().on("b", { text(t) { seen += t.text; }, element(e) { e.before("ü✓"); } });
        const given = new Response(pieces(Uint8Array.from(document), size).body, { headers: { "content-type": `text/html; charset=${charset}` } });
        const out = await rewriter.transform(given).bytes();
        check.equal(seen, text, charset);
        check.same([...out], codes([...inserted, ...document]), charset);
      }
    }
    const streamed = await new HTMLRewriter().on("b", { element(e) { e.append(page("表✓")); } }).transform(page("<b></b>", "text/html;charset=shift_jis")).bytes();
    check.same([...streamed].slice(3, -4), [0x95, 0x5c, ...[..."&#10003;"].map((one) => one.charCodeAt(0))]);
    for (const charset of ["utf-16", "iso-2022-jp"]) check.throws(() => new HTMLRewriter().transform(page("x", `text/html;charset=${charset}`)), { name: "TypeError", message: /in which markup is ASCII/ });
    check.throws(() => new HTMLRewriter().transform(page("x", "text/html;charset=none")), { name: "TypeError", message: /unknown/ });
  },

  async "content may be a stream or a Response"() {
    const streamed = (text, size = 3) => pieces(text, size).body;
    const text = "<p>a</p><b>in</b><i>z</i>";
    check.equal(await on("b", (e) => { e.replace(page("<u>ü✓</u>"), { html: true }); })(text), "<p>a</p><u>ü✓</u><i>z</i>");
    check.equal(await on("b", (e) => { e.replace(streamed("<u>&ü✓")); })(text), "<p>a</p>&lt;u&gt;&amp;ü✓<i>z</i>");
    check.equal(await on("b", (e) => { e.before(streamed("1", 1)).before("2").before(page("3")).after(streamed("4")).after("5").prepend(page("6")).append(streamed("7")); })(text), "<p>a</p>123<b>6in7</b>54<i>z</i>");
    check.equal(await on("b", (e) => { e.setInnerContent(new Response(null)); })(text), "<p>a</p><b></b><i>z</i>");
    check.equal(await on("b", (e) => { e.onEndTag((tag) => { tag.before(page("!")); }); })(text), "<p>a</p><b>in!</b><i>z</i>");
    check.equal(await new HTMLRewriter().onDocument({ end(end) { end.append(streamed("<!>"), { html: true }); } }).transform(page(text)).text(), `${text}<!>`);
    const long = "ü<".repeat(60_000);
    check.equal(await on("b", (e) => { e.append(streamed(long, 100_001)); })("<b>"), `<b>${long.replaceAll("<", "&lt;")}`);
    check.equal(await on("b", (e) => { e.append(streamed(encoded("ü").slice(0, 1))); })("<b></b>"), "<b>\ufffd</b>");
  },

  async "a stream that nobody sees is cancelled"() {
    let cancelled = "";
    const watched = (name) => new ReadableStream({ cancel() { cancelled += name; } });
    await on("b", (e) => { e.prepend(watched("1")).append(watched("2")).setInnerContent("x"); })("<b></b>");
    check.equal(cancelled, "12");
    await on("b", (e) => { e.replace(watched("3")).replace("y"); })("<b></b>");
    await on("b, i", (e) => { if (e.tagName === "b") e.remove(); else e.after(watched("4")); })("<b><i></i></b>");
    await on("br", (e) => { e.append(watched("5")); })("<br>");
    check.equal(cancelled, "12345");
    const result = new HTMLRewriter().on("b", { element(e) { e.before(watched("6")).after(watched("7")); } }).transform(page("<b></b>"));
    const reader = result.body.getReader();
    const read = reader.read();
    await new Promise((resolve) => setTimeout(resolve, 1));
    await reader.cancel();
    await read;
    check.same([...cancelled.slice(5)].sort(), ["6", "7"]);
  },

  async "a stream that breaks off breaks the body, and one that was read is refused"() {
    const broken = new ReadableStream({ pull() { throw new RangeError("broken"); } });
    await check.rejects(on("b", (e) => { e.before(broken); })("<b></b>"), "RangeError");
    const used = page("x");
    await used.text();
    const locked = page("x").body;
    locked.getReader();
    for (const content of [used, used.body, locked]) await check.rejects(on("b", (e) => { e.before(content); })("<b></b>"), "TypeError");
    await check.rejects(on("b", (e) => { e.before(new ReadableStream({ start(c) { c.enqueue("text"); } })); })("<b></b>"), { name: "TypeError", message: /bytes/ });
  },

  async "streams that wait count for what handlers may insert"() {
    let cancelled = 0;
    const waiting = () => new ReadableStream({ cancel() { cancelled++; } });
    await check.rejects(on("b", (e) => { for (let i = 0; i < 1025; i++) e.append(waiting()); })("<b></b>"), { name: "TypeError", message: /inserted more than/ });
    check.equal(cancelled, 1025);
  },

  async "a rewriter can be used again, and through another"() {
    const rewriter = new HTMLRewriter().on("b", { element(e) { e.append("!"); } });
    check.equal(await rewriter.transform(page("<b>1</b>")).text(), "<b>1!</b>");
    check.equal(await rewriter.transform(rewriter.transform(page("<b>2</b>"))).text(), "<b>2!!</b>");
  },

  async "content is pulled as it is read"() {
    let pulled = 0;
    const endless = new ReadableStream({ pull(c) { pulled++; c.enqueue(encoded("<b>word</b>".repeat(1000))); } }, { highWaterMark: 0 });
    const reader = new HTMLRewriter().on("b", { element(e) { e.append("."); } }).transform(page(endless)).body.getReader();
    check.equal(pulled, 0);
    check.equal(new TextDecoder().decode((await reader.read()).value).slice(0, 20), "<b>word.</b><b>word.");
    await check.turns(200);
    check.ok(pulled < 12, pulled);
    await reader.cancel();
  },

  async "bounds"() {
    const nothing = { element() {} };
    check.throws(() => new HTMLRewriter().on("a".repeat(1025), nothing), /at most 1,024 characters/);
    check.throws(() => new HTMLRewriter().on("a ".repeat(65), nothing), /more than 64 compounds/);
    check.throws(() => new HTMLRewriter().on(":not(".repeat(9) + "a" + ")".repeat(9), nothing), /more than 8 :not/);
    new HTMLRewriter().on(":not(".repeat(8) + "a" + ")".repeat(8), nothing).on("a ".repeat(64), nothing).on("a".repeat(1024), nothing);
    const many = new HTMLRewriter();
    for (let i = 0; i < 1000; i++) many.on("a a a", nothing);
    check.throws(() => many.on("a", nothing), { name: "RangeError", message: /at most 1000 handlers/ });
    check.throws(() => many.transform(page("")), /at most 2,000 compounds, not 3,000/);
    const refused = async (text, message, handlers = nothing) => check.rejects(rewrite(text, "a", handlers), { name: "TypeError", message });
    await refused(`<a b="${"x".repeat(1 << 20)}">`, /a tag has more than 1,048,576 bytes/);
    await refused(`<!--${"x".repeat(1 << 20)}-->`, /a comment or doctype has more than 1,048,576 bytes/);
    await refused(`<a${" b".repeat(10001)}>`, /a tag has more than 10,000 attributes/);
    await refused(`<a${" b".repeat(10000)}>`, /a tag has more than 10,000 attributes/, { element(e) { e.setAttribute("c", ""); } });
    await refused("<i>".repeat(20001), /more than 20,000 elements are open/);
    check.equal((await rewrite("<i>".repeat(20000), "a", nothing)).length, 60000);
    const long = "x".repeat(1 << 20);
    await refused("<a>", /handlers have inserted more than 8,388,608 characters/, { element(e) { for (let i = 0; i < 9; i++) e.append(long); } });
    await refused("<a>", /handlers have inserted more than 8,388,608 characters/, { element(e) { for (let i = 0; i < 9; i++) e.setAttribute(`a${i}`, long); } });
    await refused("<a>", /at most 1,000 handlers of its end tag/, { element(e) { for (let i = 0; i < 1001; i++) e.onEndTag(() => {}); } });
    await refused("<a>", /name of a tag has at most 1,000 characters/, { element(e) { e.tagName = long; } });
    // What came out, or was taken back, does not count any more.
    const again = new HTMLRewriter().on("a", { element(e) { for (let i = 0; i < 7; i++) e.setInnerContent(long).append(long); } });
    let length = 0;
    for await (const piece of again.transform(page("<a></a>".repeat(9))).body) length += piece.byteLength;
    check.equal(length, 9 * (7 + 2 * long.length));
  },
})
