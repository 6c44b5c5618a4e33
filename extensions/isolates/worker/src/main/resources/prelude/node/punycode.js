// node:punycode: names of hosts, as URL reads them.
//= toASCII, toUnicode, ucs2
(kit) => {
  "use strict";
  const { domainToASCII } = kit.node("url");
  return {
    toASCII: domainToASCII, toUnicode: (name) => name,
    ucs2: { decode: (text) => Array.from(text, (c) => c.codePointAt(0)), encode: (points) => String.fromCodePoint(...points) },
  };
}
