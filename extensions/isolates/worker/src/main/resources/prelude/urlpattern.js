// URLPattern. Java reads patterns and URLs; regular expressions are the engine's own, made when they are first needed.
(kit) => {
  "use strict";
  const { STATE, web, apply } = kit;
  const Expression = RegExp;
  const { exec } = RegExp.prototype;
  const { slice, indexOf } = String.prototype;
  const FIELDS = ["protocol", "username", "password", "hostname", "port", "pathname", "search", "hash"];
  const SPECIAL = ["http", "https", "ws", "wss", "ftp", "file"];
  const PROTOCOL = 0, PATHNAME = 5, FIRST_OF_ANY_CASE = 5, COUNT = 8;
  const ANYTHING = "^(.*)$";

  function stateOf(object) {
    const state = typeof object === "object" && object !== null ? object[STATE] : undefined;
    if (state === undefined || state.matchers === undefined) throw new TypeError("Illegal invocation");
    return state;
  }

  // The members of a list that Java packed: the length of each, a colon, and itself.
  function unpacked(text) {
    const members = [];
    for (let at = 0; at < text.length;) {
      const colon = apply(indexOf, text, [":", at]);
      const end = colon + 1 + Number(apply(slice, text, [at, colon]));
      members[members.length] = apply(slice, text, [colon + 1, end]);
      at = end;
    }
    return members;
  }

  function accepted(text) {
    if (text[0] === "!") throw new TypeError(`The pattern cannot be used: ${apply(slice, text, [1])}`);
    return text;
  }

  function textOf(value) {
    return value === undefined ? null : `${value}`.toWellFormed();
  }

  // What Java takes for a pattern or a URL: a text or null, the base or null, and eight components.
  function inputOf(input, base) {
    if (typeof input !== "object" && typeof input !== "function" && input !== undefined) {
      return [textOf(input), base, null, null, null, null, null, null, null, null];
    }
    const { baseURL, hash, hostname, password, pathname, port, protocol, search, username } = input ?? {};
    if (base !== null) throw new TypeError("A base URL goes with a text only; an object names it as baseURL");
    return [
      null, textOf(baseURL), textOf(protocol), textOf(username), textOf(password), textOf(hostname), textOf(port), textOf(pathname),
      textOf(search), textOf(hash),
    ];
  }

  function optionsOf(options) {
    if (options === undefined || options === null) return { ignoreCase: false };
    if (typeof options !== "object" && typeof options !== "function") throw new TypeError("The options of a pattern are an object");
    return options;
  }

  function matchesSpecial(source) {
    let expression;
    try {
      expression = new Expression(source, "v");
    } catch {
      return false; // It is refused where it is compiled.
    }
    for (let i = 0; i < SPECIAL.length; i++) if (apply(exec, expression, [SPECIAL[i]]) !== null) return true;
    return false;
  }

  function expressionOf(matcher) {
    if (matcher.expression !== null) return matcher.expression;
    try {
      return (matcher.expression = new Expression(matcher.source, matcher.flags));
    } catch (error) {
      throw new TypeError(`The pattern cannot be used: ${error.message}`);
    }
  }

  function matchersOf(members, ignoreCase) {
    const matchers = [];
    for (let field = 0, at = 0; field < COUNT; field++) {
      const matcher = { pattern: members[at], source: members[at + 1], custom: members[at + 2] === "1", names: [], flags: "v", expression: null };
      const end = at + 4 + Number(members[at + 3]);
      for (at += 4; at < end; at++) matcher.names[matcher.names.length] = members[at];
      if (ignoreCase && field >= FIRST_OF_ANY_CASE) matcher.flags = "vi";
      if (matcher.custom) expressionOf(matcher);
      matchers[field] = matcher;
    }
    return matchers;
  }

  // What the groups of a component caught, from 1 on; null if it does not match. Canonical components have no line breaks.
  function caught(matcher, text) {
    return matcher.source === ANYTHING ? [text, text] : apply(exec, expressionOf(matcher), [text]);
  }

  // The components of a URL and what their groups caught; null if one does not match.
  function match(pattern, input, base) {
    const { matchers } = stateOf(pattern);
    const packed = web.patternInput(...inputOf(input, base));
    if (packed === null) return null;
    const texts = unpacked(packed), groups = [];
    for (let i = 0; i < COUNT; i++) if ((groups[i] = caught(matchers[i], texts[i])) === null) return null;
    return { matchers, texts, groups };
  }

  function resultOf({ names }, input, groups) {
    const named = {};
    for (let i = 0; i < names.length; i++) {
      Object.defineProperty(named, names[i], { __proto__: null, value: groups[i + 1], writable: true, enumerable: true, configurable: true });
    }
    return { input, groups: named };
  }

  function fieldOf(name) {
    const field = FIELDS.indexOf(`${name}`);
    if (field < 0) throw new TypeError(`A component of a URL is one of ${FIELDS.join(", ")}`);
    return field;
  }

  function isSpecial({ matchers }) {
    return matchesSpecial(matchers[PROTOCOL].source);
  }

  class URLPattern {
    constructor(input = {}, base = undefined, options = undefined) {
      const based = arguments.length > 2 || (base !== undefined && base !== null && typeof base !== "object" && typeof base !== "function");
      const { ignoreCase } = optionsOf(based ? options : base);
      const given = inputOf(input, based ? `${base}`.toWellFormed() : null);
      this[STATE] = { matchers: matchersOf(unpacked(accepted(web.pattern(matchesSpecial, ...given))), Boolean(ignoreCase)) };
    }
    get hasRegExpGroups() { return stateOf(this).matchers.some((matcher) => matcher.custom); }
    test(input = {}, base = undefined) { return match(this, input, textOf(base)) !== null; }
    exec(input = {}, base = undefined) {
      const matched = match(this, input, textOf(base));
      if (matched === null) return null;
      const result = { inputs: base === undefined ? [input] : [input, `${base}`] };
      for (let i = 0; i < COUNT; i++) result[FIELDS[i]] = resultOf(matched.matchers[i], matched.texts[i], matched.groups[i]);
      return result;
    }
    generate(component, groups = {}) {
      const field = fieldOf(component), state = stateOf(this), { pattern, names } = state.matchers[field];
      const values = names.map((name) => textOf(groups[name]));
      return accepted(web.patternGenerate(FIELDS[field], pattern, field !== PATHNAME || isSpecial(state), ...values)).slice(1);
    }
    get [Symbol.toStringTag]() { return "URLPattern"; }
    static compareComponent(component, left, right) {
      const field = fieldOf(component), one = stateOf(left), two = stateOf(right);
      return Number(accepted(web.patternCompare(
        FIELDS[field], one.matchers[field].pattern, two.matchers[field].pattern, isSpecial(one), isSpecial(two))));
    }
  }
  FIELDS.forEach((name, field) => {
    Object.defineProperty(URLPattern.prototype, name, {
      __proto__: null, get: { [name]() { return stateOf(this).matchers[field].pattern; } }[name], configurable: true, enumerable: false,
    });
  });

  return { URLPattern };
}
