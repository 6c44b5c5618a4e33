({
  "parses as the standard says"() {
    const table = [
      // input, base, href
      ["http://example.com", , "http://example.com/"],
      ["HTTP://EXAMPLE.com:80/A b?q=ä#f g", , "http://example.com/A%20b?q=%C3%A4#f%20g"],
      ["  \thttp://exa\nmple.com/  ", , "http://example.com/"],
      ["https://user:pa%20ss@host:444/p", , "https://user:pa%20ss@host:444/p"],
      ["https://a@b@c/", , "https://a%40b@c/"],
      ["http://u:p:q@h/", , "http://u:p%3Aq@h/"],
      ["http://host:/", , "http://host/"],
      ["http://host:0080/", , "http://host/"],
      ["https://host:443", , "https://host/"],
      ["ws://host:80", , "ws://host/"],
      ["wss://host:443/x", , "wss://host/x"],
      ["ftp://host:21/x", , "ftp://host/x"],
      ["http:\\\\x\\y", , "http://x/y"],
      ["http:/x", , "http://x/"],
      ["http:x", , "http://x/"],
      ["http:x", "http://h/a/b", "http://h/a/x"],
      ["https:x", "http://h/a/b", "https://x/"],
      ["//other/x", "http://h/a", "http://other/x"],
      ["/x", "http://h/a/b", "http://h/x"],
      ["x", "http://h/a/b", "http://h/a/x"],
      ["./x/./y", "http://h/a/b", "http://h/a/x/y"],
      ["../x", "http://h/a/b/c", "http://h/a/x"],
      ["../../../x", "http://h/a/b", "http://h/x"],
      ["%2e%2E/x", "http://h/a/b", "http://h/x"],
      [".%2e", "http://h/a/b/c", "http://h/a/"],
      ["?q", "http://h/a?b#c", "http://h/a?q"],
      ["#f", "http://h/a?b#c", "http://h/a?b#f"],
      ["", "http://h/a?b#c", "http://h/a?b"],
      ["..", "http://h/a/b/", "http://h/a/"],
      [".", "http://h/a/b", "http://h/a/"],
      ["http://h/a/..", , "http://h/"],
      ["http://h/a/./b/../c", , "http://h/a/c"],
      ["http://h/%7Ea/%zz%", , "http://h/%7Ea/%zz%"],
      ["http://h/a\"b<c>d`e{f}g^h|i", , "http://h/a%22b%3Cc%3Ed%60e%7Bf%7Dg%5Eh|i"],
      ["http://h/?a'b\"c", , "http://h/?a%27b%22c"],
      ["foo://h/?a'b", , "foo://h/?a'b"],
      ["http://h/#a`b", , "http://h/#a%60b"],
      ["http://h/\u{1f600}", , "http://h/%F0%9F%98%80"],
      ["http://h/\ud800", , "http://h/%EF%BF%BD"],
      // hosts
      ["http://1.2.3.4", , "http://1.2.3.4/"],
      ["http://1.2.3", , "http://1.2.0.3/"],
      ["http://1.2", , "http://1.0.0.2/"],
      ["http://0x7f.1", , "http://127.0.0.1/"],
      ["http://017700000001", , "http://127.0.0.1/"],
      ["http://2130706433", , "http://127.0.0.1/"],
      ["http://0xffffffff", , "http://255.255.255.255/"],
      ["http://1.2.3.4.", , "http://1.2.3.4/"],
      ["http://0x", , "http://0.0.0.0/"],
      ["http://%31.2.3.4", , "http://1.2.3.4/"],
      ["http://a.1x", , "http://a.1x/"],
      ["http://[::1]", , "http://[::1]/"],
      ["http://[::]", , "http://[::]/"],
      ["http://[1:0:0:2:0:0:0:3]", , "http://[1:0:0:2::3]/"],
      ["http://[1:2:3:4:5:6:7::]", , "http://[1:2:3:4:5:6:7:0]/"],
      ["http://[2001:DB8::A]", , "http://[2001:db8::a]/"],
      ["http://[::ffff:1.2.3.4]:81/", , "http://[::ffff:102:304]:81/"],
      ["http://EXAMPLE.COM.", , "http://example.com./"],
      ["http://b\u00fccher.example", , "http://xn--bcher-kva.example/"],
      ["http://fa\u00df.de", , "http://xn--fa-hia.de/"],
      ["http://\uff45xample.com", , "http://example.com/"],
      ["http://a\u00adb.com", , "http://ab.com/"],
      ["http://xn--bcher-kva.example", , "http://xn--bcher-kva.example/"],
      ["http://ex%61mple.com", , "http://example.com/"],
      ["http://a_b.com", , "http://a_b.com/"],
      ["http://-a-.com", , "http://-a-.com/"],
      ["http://a..b", , "http://a..b/"],
      ["http://" + "a".repeat(70) + ".com", , "http://" + "a".repeat(70) + ".com/"],
      // file
      ["file:///a", , "file:///a"],
      ["file:a", , "file:///a"],
      ["file://localhost/a", , "file:///a"],
      ["file://host/a", , "file://host/a"],
      ["file:///C|/a", , "file:///C:/a"],
      ["file:C|/a", "file:///D:/b", "file:///C:/a"],
      ["/a", "file:///C:/b", "file:///C:/a"],
      ["..", "file:///C:/", "file:///C:/"],
      ["file:///C:/../a", , "file:///C:/a"],
      ["x", "file://h/a/b", "file://h/a/x"],
      ["?q", "file:///a", "file:///a?q"],
      ["//C:/x", "file:///a", "file:///C:/x"],
      // other schemes
      ["mailto:a@b", , "mailto:a@b"],
      ["data:text/plain,hi there", , "data:text/plain,hi there"],
      ["javascript:a b", , "javascript:a b"],
      ["data:x #f", , "data:x%20#f"],
      ["data:x ?q", , "data:x%20?q"],
      ["#f", "mailto:a@b", "mailto:a@b#f"],
      ["foo://host", , "foo://host"],
      ["foo://HOST/", , "foo://HOST/"],
      ["foo:///a/../b", , "foo:///b"],
      ["foo:/a", , "foo:/a"],
      ["foo:/a/..//b", , "foo:/.//b"],
      ["foo://h/x/../..", , "foo://h/"],
      ["x", "foo://h/a/b", "foo://h/a/x"],
      ["//o/x", "foo://h/a", "foo://o/x"],
      ["/.//x", "foo:/a", "foo:/.//x"],
      ["foo://h\u00fc", , "foo://h%C3%BC"],
      ["a+b-c.d:x", , "a+b-c.d:x"],
      ["blob:https://h/1", , "blob:https://h/1"],
    ];
    for (const [input, base, href] of table) {
      const url = base === undefined ? new URL(input) : new URL(input, base);
      check.equal(url.href, href, `${input} on ${base}:`);
      check.equal(new URL(url.href).href, href, `${input} again:`);
    }
  },

  "refuses what is none"() {
    const table = [
      ["", undefined], ["x", undefined], ["/x", undefined], ["//x", undefined], ["1http://x", undefined], ["http://", undefined],
      ["http:", undefined], ["https://?x", undefined], ["http://:80", undefined], ["http://a:b@/", undefined], ["http://h:65536", undefined],
      ["http://h:8x", undefined], ["http://h:-1", undefined], ["http://a b", undefined], ["http://a%20b", undefined], ["http://a<b", undefined],
      ["http://a^b", undefined], ["http://a|b", undefined], ["http://[", undefined], ["http://[::1", undefined], ["http://[::1]x", undefined],
      ["http://[1::2::3]", undefined], ["http://[1:2:3:4:5:6:7]", undefined], ["http://[1:2:3:4:5:6:7:8:9]", undefined], ["http://[:1]", undefined],
      ["http://[::1.2.3]", undefined], ["http://[::1.2.3.256]", undefined], ["http://[::01.2.3.4]", undefined], ["http://[1:]", undefined],
      ["http://[g::]", undefined], ["http://[::%31]", undefined], ["http://1.2.3.256", undefined], ["http://256.1", undefined],
      ["http://1.2.3.4.5", undefined], ["http://4294967296", undefined], ["http://0x100000000", undefined], ["http://09", undefined],
      ["http://a.09", undefined], ["http://1.2.3.08", undefined], ["http://%00", undefined], ["http://%", undefined], ["http://a%", undefined],
      ["http://xn--", undefined], ["http://xn--a", undefined], ["http://\u00ad", undefined], ["http://a\u0000b", undefined], ["foo://a b", undefined],
      ["foo://h:99999", undefined], ["x", "mailto:a@b"], ["?x", "mailto:a@b"], ["x", "nothing"], ["http://user@/x", undefined],
      ["http://@", undefined], ["http://\ud800.com", undefined], ["http://" + "9".repeat(400), undefined],
    ];
    for (const [input, base] of table) {
      const error = check.throws(() => (base === undefined ? new URL(input) : new URL(input, base)), { name: "TypeError", message: "Invalid URL" }, `${input}:`);
      check.equal(error.code, "ERR_INVALID_URL");
      check.equal(URL.canParse(input, base), false);
      check.equal(URL.parse(input, base), null);
    }
  },

  "gives its parts"() {
    const url = new URL("https://me:pw@sub.example.com:8443/a/b.html?x=1&y=2#top");
    check.same([url.protocol, url.username, url.password, url.host, url.hostname, url.port, url.pathname, url.search, url.hash, url.origin],
      ["https:", "me", "pw", "sub.example.com:8443", "sub.example.com", "8443", "/a/b.html", "?x=1&y=2", "#top", "https://sub.example.com:8443"]);
    check.equal(String(url), url.href);
    check.equal(JSON.stringify({ url }), `{"url":"${url.href}"}`);
    check.equal(Object.prototype.toString.call(url), "[object URL]");
    check.same(Object.keys(url), []);
    const empty = new URL("http://h/?#");
    check.same([empty.search, empty.hash, empty.href], ["", "", "http://h/?#"]);
  },

  "knows origins"() {
    for (const [input, origin] of [["http://h:80/", "http://h"], ["ftp://h", "ftp://h"], ["ws://h:1", "ws://h:1"], ["file:///a", "null"], ["data:x", "null"],
      ["foo://h", "null"], ["blob:https://h/1", "https://h"], ["blob:foo://h", "null"], ["blob:", "null"], ["blob:ftp://h/1", "null"]]) {
      check.equal(new URL(input).origin, origin, input);
    }
  },

  "changes by its setters"() {
    const table = [
      ["http://h/a", "protocol", "https", "https://h/a"],
      ["http://h:443/a", "protocol", "https:", "https://h/a"],
      ["http://h/a", "protocol", "foo", "http://h/a"],
      ["foo://h/a", "protocol", "http", "foo://h/a"],
      ["http://h/a", "protocol", "1x", "http://h/a"],
      ["http://u@h/a", "protocol", "file", "http://u@h/a"],
      ["file:///a", "protocol", "http", "file:///a"],
      ["http://h/a", "username", "a:b", "http://a%3Ab@h/a"],
      ["http://h/a", "password", "x@y", "http://:x%40y@h/a"],
      ["file:///a", "username", "x", "file:///a"],
      ["mailto:a", "password", "x", "mailto:a"],
      ["http://h:1/a", "host", "o:2", "http://o:2/a"],
      ["http://h:1/a", "host", "o", "http://o:1/a"],
      ["http://h:1/a", "host", "o:", "http://o:1/a"],
      ["http://h:1/a", "host", "o:x", "http://o:1/a"],
      ["http://h/a", "host", "o:65536", "http://o/a"],
      ["http://h:1/a", "host", ":2", "http://h:1/a"],
      ["http://h:1/a", "host", "o:80", "http://o/a"],
      ["http://h/a", "host", "", "http://h/a"],
      ["http://h/a", "host", "a b", "http://h/a"],
      ["http://h/a", "host", "o/x", "http://o/a"],
      ["http://h/a", "host", "o?x", "http://o/a"],
      ["http://h/a", "host", "[::1]:5", "http://[::1]:5/a"],
      ["mailto:a", "host", "x", "mailto:a"],
      ["file:///a", "host", "x", "file://x/a"],
      ["file://h/a", "host", "localhost", "file:///a"],
      ["http://h:1/a", "hostname", "o:2", "http://h:1/a"],
      ["http://h:1/a", "hostname", "o", "http://o:1/a"],
      ["http://h/a", "hostname", "0x7f.1", "http://127.0.0.1/a"],
      ["foo://h/a", "hostname", "", "foo:///a"],
      ["http://h/a", "port", "81", "http://h:81/a"],
      ["http://h:81/a", "port", "80", "http://h/a"],
      ["http://h:81/a", "port", "", "http://h/a"],
      ["http://h:81/a", "port", "82x", "http://h:82/a"],
      ["http://h:81/a", "port", "x", "http://h:81/a"],
      ["http://h:81/a", "port", "70000", "http://h:81/a"],
      ["file:///a", "port", "1", "file:///a"],
      ["http://h/a?q#f", "pathname", "b/../c d?e#g", "http://h/c%20d%3Fe%23g?q#f"],
      ["http://h/a", "pathname", "", "http://h/"],
      ["http://h/a", "pathname", "\\x", "http://h/x"],
      ["foo://h/a", "pathname", "", "foo://h"],
      ["foo:/a", "pathname", "//b", "foo:/.//b"],
      ["mailto:a", "pathname", "b", "mailto:a"],
      ["http://h/a?q#f", "search", "x=ä", "http://h/a?x=%C3%A4#f"],
      ["http://h/a?q#f", "search", "?y#z", "http://h/a?y%23z#f"],
      ["http://h/a?q#f", "search", "", "http://h/a#f"],
      ["http://h/a?q#f", "hash", "#g h", "http://h/a?q#g%20h"],
      ["http://h/a?q#f", "hash", "", "http://h/a?q"],
      ["mailto:a", "hash", "x", "mailto:a#x"],
      ["http://h/a", "href", "https://o/", "https://o/"],
    ];
    for (const [href, field, value, expected] of table) {
      const url = new URL(href);
      url[field] = value;
      check.equal(url.href, expected, `${href} ${field} = ${value}:`);
    }
    const url = new URL("http://h/");
    check.throws(() => { url.href = "nothing"; }, "TypeError");
    check.equal(url.href, "http://h/");
  },

  "keeps searchParams and search alike"() {
    const url = new URL("http://h/?a=1&a=2");
    const params = url.searchParams;
    check.ok(params === url.searchParams);
    params.append("b", "x y");
    check.equal(url.href, "http://h/?a=1&a=2&b=x+y");
    params.delete("a");
    check.equal(url.search, "?b=x+y");
    url.search = "?c=3";
    check.equal(params.get("c"), "3");
    url.href = "http://h/?d=4";
    check.equal(params.toString(), "d=4");
    params.delete("d");
    check.equal(url.href, "http://h/");
  },

  "takes URLs as URLs and bounds their length"() {
    check.equal(new URL("x", new URL("http://h/a/")).href, "http://h/a/x");
    check.throws(() => new URL(), "TypeError");
    check.throws(() => URL("http://h"), "TypeError");
    check.throws(() => new URL("http://h/" + "a".repeat(1 << 20)), "TypeError");
    check.throws(() => Object.getOwnPropertyDescriptor(URL.prototype, "href").get.call({}), "TypeError");
  },
})
