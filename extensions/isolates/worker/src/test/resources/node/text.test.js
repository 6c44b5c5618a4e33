import assert from "node:assert";
import fs from "node:fs";
import os from "node:os";
import punycode from "node:punycode";
import querystring from "node:querystring";
import { StringDecoder } from "node:string_decoder";
import url, { fileURLToPath, pathToFileURL } from "node:url";

export default {
  "querystring reads and writes"() {
    assert.deepEqual({ ...querystring.parse("a=1&b=2&a=3&c=%20x+y&d&=e") }, { a: ["1", "3"], b: "2", c: " x y", d: "", "": "e" });
    assert.equal(querystring.stringify({ a: [1, "x y"], b: true, c: "ä&", d: null }), "a=1&a=x%20y&b=true&c=%C3%A4%26&d=");
    assert.equal(querystring.stringify({ a: 1, b: 2 }, ";", ":"), "a:1;b:2");
    assert.deepEqual({ ...querystring.parse("a=1&b=2", null, "", { maxKeys: 1 }) }, { a: "1" });
    assert.equal(querystring.stringify({ a: 1, b: 2 }, null, null), "a=1&b=2");
    assert.equal(querystring.unescape("%zz%41"), "%zzA");
  },
  "punycode and url read labels of hosts"() {
    for (const [text, ascii] of [["mañana", "maana-pta"], ["bücher", "bcher-kva"], ["☃-⌘", "--dqo34k"], ["他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"], ["😀x", "x-iv3s"], ["plain", "plain-"], ["", ""]]) {
      assert.equal(punycode.encode(text), ascii);
      assert.equal(punycode.decode(ascii), text);
    }
    assert.equal(punycode.toASCII("jö@mañana.com"), "jö@xn--maana-pta.com");
    assert.equal(punycode.toUnicode("a.xn--bcher-kva.xn--p1ai"), "a.bücher.рф");
    for (const wrong of ["99999999", "a-!", "é-a"]) assert.throws(() => punycode.decode(wrong), RangeError);
    assert.equal(url.domainToUnicode("xn--bcher-kva.example"), "bücher.example");
    assert.equal(url.domainToASCII("Bücher.example"), "xn--bcher-kva.example");
    assert.equal(url.domainToUnicode("a b"), "");
  },
  "there are no files, and whether there are can be asked"() {
    const nowhere = "/nowhere/file.txt";
    assert.equal(fs.existsSync(nowhere), false);
    assert.equal(fs.statSync(nowhere, { throwIfNoEntry: false }), undefined);
    for (const name of ["statSync", "readFileSync", "opendirSync", "readdirSync"]) assert.throws(() => fs[name](nowhere), { code: "ENOENT" });
    assert.equal(fs.constants.R_OK, 4);
    assert.equal(os.constants.signals.SIGTERM, 15);
  },
  "string_decoder keeps what is not whole"() {
    const decoder = new StringDecoder("utf8");
    const bytes = Buffer.from("a€😀");
    let text = "";
    for (const byte of bytes) text += decoder.write(Buffer.from([byte]));
    assert.equal(text + decoder.end(), "a€😀");
    assert.equal(decoder.write(Buffer.from([0xe2, 0x82])), "");
    assert.equal(decoder.end(), "\ufffd");
    const base64 = new StringDecoder("base64");
    assert.equal(base64.write(Buffer.from("ab")) + base64.write(Buffer.from("cd")) + base64.end(), Buffer.from("abcd").toString("base64"));
    const wide = new StringDecoder("utf16le");
    assert.equal(wide.write(Buffer.from([0x3d])) + wide.write(Buffer.from([0xd8, 0x00])) + wide.write(Buffer.from([0xde])), "😀");
  },
  "url has the older parse"() {
    const parsed = url.parse("http://user:pa%20ss@Host.com:8080/p/a/t/h?query=string#hash");
    assert.deepEqual([parsed.protocol, parsed.auth, parsed.host, parsed.hostname, parsed.port, parsed.pathname, parsed.search, parsed.query, parsed.hash, parsed.path],
      ["http:", "user:pa ss", "host.com:8080", "host.com", "8080", "/p/a/t/h", "?query=string", "query=string", "#hash", "/p/a/t/h?query=string"]);
    assert.equal(parsed.href, "http://user:pa%20ss@host.com:8080/p/a/t/h?query=string#hash");
    assert.equal(url.parse("/just/path?a=1", true).query.a, "1");
    assert.equal(url.parse("/just/path").protocol, null);
    assert.equal(url.format({ protocol: "https", host: "a.b", pathname: "x", query: { q: 1 } }), "https://a.b/x?q=1");
    assert.equal(url.resolve("/one/two/three", "four"), "/one/two/four");
    assert.equal(url.resolve("http://a.com/b", "/c"), "http://a.com/c");
  },
  "url knows files"() {
    assert.equal(fileURLToPath("file:///a%20b/c"), "/a b/c");
    assert.equal(pathToFileURL("/a b#?%").href, "file:///a%20b%23%3F%25");
    assert.throws(() => fileURLToPath("http://a/"), { code: "ERR_INVALID_URL_SCHEME" });
    assert.equal(url.URL, URL);
  },
  "os says something"() {
    assert.equal(os.EOL, "\n");
    assert.equal(typeof os.hostname(), "string");
    assert.ok(Array.isArray(os.cpus()));
  },
};
