// node:querystring
//= parse, stringify, decode, encode, escape, unescape, unescapeBuffer
(kit) => {
  "use strict";
  const escape = (text) => encodeURIComponent(`${text}`.toWellFormed());

  function unescape(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return unescapeBuffer(text).toString();
    }
  }

  function unescapeBuffer(text) {
    const { Buffer } = kit.node("buffer");
    return Buffer.from(`${text}`.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))), "latin1");
  }

  const primitive = (value) => {
    if (typeof value === "string") return value;
    if (typeof value === "bigint" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return `${value}`;
    return "";
  };

  const module = {
    escape, unescape, unescapeBuffer,
    stringify(object, between = undefined, assigned = undefined, options = undefined) {
      if (typeof object !== "object" || object === null) return "";
      const separator = between || "&", equals = assigned || "=";
      const encode = options?.encodeURIComponent ?? module.escape;
      const pair = (key, value) => `${encode(primitive(key))}${equals}${encode(primitive(value))}`;
      return Object.keys(object)
        .flatMap((key) => (Array.isArray(object[key]) ? object[key].map((value) => pair(key, value)) : [pair(key, object[key])]))
        .join(separator);
    },
    parse(text, between = undefined, assigned = undefined, options = undefined) {
      const found = { __proto__: null };
      if (typeof text !== "string" || text === "") return found;
      const separator = between ? `${between}` : "&", equals = assigned ? `${assigned}` : "=";
      const decode = options?.decodeURIComponent ?? module.unescape;
      const most = options?.maxKeys ?? 1000;
      let pairs = text.split(separator);
      if (most > 0) pairs = pairs.slice(0, most);
      for (const pair of pairs) {
        if (pair === "") continue;
        const at = pair.indexOf(equals);
        const [key, value] = (at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + equals.length)]).map((part) => decode(part.replace(/\+/g, " ")));
        if (found[key] === undefined) found[key] = value;
        else if (Array.isArray(found[key])) found[key].push(value);
        else found[key] = [found[key], value];
      }
      return found;
    },
  };
  module.encode = module.stringify;
  module.decode = module.parse;
  return module;
}
