// node:url: URL and what goes with it; the older parse and format in terms of it.
//= URL, URLSearchParams, Url, parse, format, resolve, resolveObject, fileURLToPath, pathToFileURL, domainToASCII, domainToUnicode, urlToHttpOptions
(kit) => {
  "use strict";
  const { URL, URLSearchParams } = kit.part("url");
  const { TypeFailure, coded } = kit.part("node/errors");
  const querystring = () => kit.node("querystring");
  const FIELDS = ["protocol", "slashes", "auth", "host", "port", "hostname", "hash", "search", "query", "pathname", "path", "href"];
  const SLASHED = /^(?:https?|ftp|gopher|file|wss?):$/;

  function Url() { for (const field of FIELDS) this[field] = null; }

  function parse(given, parseQuery = false, slashesDenoteHost = false) {
    if (given instanceof Url) return given;
    if (typeof given !== "string") throw new TypeFailure("url", "of type string", given);
    const made = new Url();
    let rest = given.trim();
    const scheme = /^([a-z][a-z0-9+.-]*:)/i.exec(rest);
    if (scheme !== null) {
      made.protocol = scheme[1].toLowerCase();
      rest = rest.slice(scheme[1].length);
    }
    const cut = (mark) => {
      const at = rest.indexOf(mark);
      if (at < 0) return null;
      const tail = rest.slice(at);
      rest = rest.slice(0, at);
      return tail;
    };
    made.hash = cut("#");
    made.search = cut("?");
    if (rest.startsWith("//") && (made.protocol !== null || slashesDenoteHost)) {
      made.slashes = true;
      const [, authority, path] = /^\/\/([^/\\]*)([^]*)$/.exec(rest);
      const at = authority.lastIndexOf("@");
      if (at >= 0) made.auth = decodeURIComponent(authority.slice(0, at));
      const port = /:(\d*)$/.exec(authority.slice(at + 1));
      made.port = port === null || port[1] === "" ? null : port[1];
      made.hostname = authority.slice(at + 1).replace(/:\d*$/, "").toLowerCase().replace(/^\[(.*)\]$/, "$1");
      made.host = `${made.hostname.includes(":") ? `[${made.hostname}]` : made.hostname}${made.port === null ? "" : `:${made.port}`}`;
      rest = path === "" && SLASHED.test(made.protocol ?? "") ? "/" : path;
    }
    made.pathname = rest === "" ? null : escaped(rest);
    if (made.search !== null) made.search = escaped(made.search);
    made.query = made.search === null ? (parseQuery ? { __proto__: null } : null) : parseQuery ? querystring().parse(made.search.slice(1)) : made.search.slice(1);
    if (parseQuery && made.search === null) made.search = "";
    made.path = made.pathname === null && !made.search ? null : `${made.pathname ?? ""}${made.search ?? ""}`;
    made.href = format(made);
    return made;
  }

  const escaped = (text) => text.replace(/[\s"<>\\^`{|}']/g, (c) => (c === "\\" ? "/" : encodeURIComponent(c).replace("'", "%27")));

  function format(given, options = undefined) {
    if (typeof given === "string") return format(parse(given));
    if (typeof given !== "object" || given === null) throw new TypeFailure("urlObject", "one of type object or string", given);
    if (given instanceof URL) return formatted(given, options);
    const protocol = given.protocol ? `${given.protocol}`.replace(/:?$/, ":") : "";
    const auth = given.auth ? `${encodeURIComponent(given.auth).replace(/%3A/i, ":")}@` : "";
    let host = "";
    if (given.host) host = auth + given.host;
    else if (given.hostname) host = `${auth}${given.hostname.includes(":") ? `[${given.hostname}]` : given.hostname}${given.port ? `:${given.port}` : ""}`;
    const query = given.query !== null && typeof given.query === "object" ? querystring().stringify(given.query) : "";
    const search = given.search || (query === "" ? "" : `?${query}`);
    let pathname = `${given.pathname ?? ""}`.replace(/[?#]/g, encodeURIComponent);
    const slashes = given.slashes || ((protocol === "" || SLASHED.test(protocol)) && host !== "");
    if (slashes) {
      host = `//${host}`;
      if (pathname !== "" && !pathname.startsWith("/")) pathname = `/${pathname}`;
    }
    const mark = (text, first) => (text !== "" && !text.startsWith(first) ? first + text : text);
    return `${protocol}${host}${pathname}${mark(`${search}`.replace(/#/g, "%23"), "?")}${mark(`${given.hash ?? ""}`, "#")}`;
  }

  function formatted(url, { auth = true, fragment = true, search = true } = {}) {
    const copy = new URL(url.href);
    if (!auth) copy.username = copy.password = "";
    if (!fragment) copy.hash = "";
    if (!search) copy.search = "";
    return copy.href;
  }

  function resolve(from, to) {
    const base = new URL(to, new URL(from, "resolve://"));
    if (base.protocol !== "resolve:") return base.href;
    return `${base.pathname}${base.search}${base.hash}`;
  }

  function fileURLToPath(given) {
    const url = typeof given === "string" ? new URL(given) : given;
    if (!(url instanceof URL)) throw new TypeFailure("path", "of type string or an instance of URL", given);
    if (url.protocol !== "file:") throw coded(TypeError, "ERR_INVALID_URL_SCHEME", "The URL must be of scheme file");
    if (url.hostname !== "") throw coded(TypeError, "ERR_INVALID_FILE_URL_HOST", 'File URL host must be "localhost" or empty on linux');
    if (/%2f/i.test(url.pathname)) throw coded(TypeError, "ERR_INVALID_FILE_URL_PATH", "File URL path must not include encoded / characters");
    return decodeURIComponent(url.pathname);
  }

  function pathToFileURL(path) {
    const absolute = kit.node("path").resolve(path) + (path.endsWith("/") && path.length > 1 ? "/" : "");
    const url = new URL("file:///");
    url.pathname = absolute.replace(/%/g, "%25").replace(/\\/g, "%5C").replace(/\n/g, "%0A").replace(/\r/g, "%0D").replace(/\t/g, "%09");
    return url;
  }

  const domain = (name) => {
    try {
      return new URL(`ws://${name}`).hostname;
    } catch {
      return "";
    }
  };

  return {
    URL, URLSearchParams, Url, parse, format, resolve, resolveObject: (from, to) => parse(resolve(from, to)), fileURLToPath, pathToFileURL,
    domainToASCII: domain, domainToUnicode: (name) => kit.node("punycode").toUnicode(domain(name)),
    urlToHttpOptions: (url) => ({
      protocol: url.protocol, hostname: url.hostname.replace(/^\[|\]$/g, ""), hash: url.hash, search: url.search, pathname: url.pathname,
      path: `${url.pathname}${url.search}`, href: url.href, ...(url.port !== "" && { port: Number(url.port) }),
      ...((url.username !== "" || url.password !== "") && { auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}` }),
    }),
  };
}
