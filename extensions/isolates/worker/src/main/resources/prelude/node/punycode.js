// node:punycode: labels of hosts in ASCII and back (RFC 3492, sections 3.3, 6.1 to 6.3). It maps and checks nothing; URL does.
//= decode, encode, toASCII, toUnicode, ucs2, version
(kit) => {
  "use strict";
  const BASE = 36, LEAST = 1, MOST = 26, SKEW = 38, DAMP = 700, FIRST_BIAS = 72, FIRST = 0x80, LAST = 0x10ffff;
  const DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789";
  const points = (text) => Array.from(text, (character) => character.codePointAt(0));
  const textOf = (codes) => codes.map((code) => String.fromCodePoint(code)).join("");
  const threshold = (k, bias) => Math.min(Math.max(k - bias, LEAST), MOST);

  function adapted(delta, count, first) {
    let rest = first ? Math.floor(delta / DAMP) : delta >> 1;
    let k = 0;
    for (rest += Math.floor(rest / count); rest > ((BASE - LEAST) * MOST) >> 1; k += BASE) rest = Math.floor(rest / (BASE - LEAST));
    return k + Math.floor(((BASE - LEAST + 1) * rest) / (rest + SKEW));
  }

  function decode(text) {
    const label = `${text}`, end = label.lastIndexOf("-");
    const plain = end > 0 ? label.slice(0, end) : "";
    if (/[^\0-\x7f]/.test(plain)) throw new RangeError("Illegal input >= 0x80 (not a basic code point)");
    const made = points(plain);
    let code = FIRST, place = 0, bias = FIRST_BIAS;
    for (let at = end > 0 ? end + 1 : 0; at < label.length;) {
      const before = place;
      for (let weight = 1, k = BASE; ; k += BASE) {
        const digit = at < label.length ? DIGITS.indexOf(label[at++].toLowerCase()) : -1;
        if (digit < 0) throw new RangeError("Invalid input");
        place += digit * weight;
        if (place > Number.MAX_SAFE_INTEGER / BASE) throw new RangeError("Overflow: input needs wider integers to process");
        const least = threshold(k, bias);
        if (digit < least) break;
        weight *= BASE - least;
      }
      const count = made.length + 1;
      bias = adapted(place - before, count, before === 0);
      code += Math.floor(place / count);
      place %= count;
      if (code > LAST) throw new RangeError("Invalid input");
      made.splice(place++, 0, code);
    }
    return textOf(made);
  }

  function encode(text) {
    const codes = points(`${text}`), plain = codes.filter((code) => code < FIRST);
    let made = textOf(plain) + (plain.length > 0 ? "-" : ""), handled = plain.length;
    let least = FIRST, delta = 0, bias = FIRST_BIAS;
    while (handled < codes.length) {
      const next = codes.reduce((lowest, code) => (code >= least && code < lowest ? code : lowest), LAST);
      delta += (next - least) * (handled + 1);
      least = next;
      for (const code of codes) {
        if (code < least) delta++;
        if (code !== least) continue;
        let rest = delta;
        for (let k = BASE; ; k += BASE) {
          const low = threshold(k, bias);
          if (rest < low) break;
          made += DIGITS[low + ((rest - low) % (BASE - low))];
          rest = Math.floor((rest - low) / (BASE - low));
        }
        made += DIGITS[rest];
        bias = adapted(delta, handled + 1, handled === plain.length);
        delta = 0;
        handled++;
      }
      delta++;
      least++;
    }
    return made;
  }

  // Each label of a host, also behind the @ of a mail address.
  function labels(name, each) {
    const at = name.lastIndexOf("@") + 1;
    return name.slice(0, at) + name.slice(at).split(/[.\u3002\uff0e\uff61]/).map(each).join(".");
  }

  return {
    version: "2.3.1", decode, encode,
    toASCII: (name) => labels(`${name}`, (label) => (/[^\0-\x7f]/.test(label) ? `xn--${encode(label)}` : label)),
    toUnicode: (name) => labels(`${name}`, (label) => (label.startsWith("xn--") ? decode(label.slice(4).toLowerCase()) : label)),
    ucs2: { decode: points, encode: textOf },
  };
}
