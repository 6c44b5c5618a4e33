// env: variables, secrets and bindings of a deployment. A binding is an object whose methods are calls to the host.
(kit) => {
  "use strict";
  const { host } = kit;

  function failure(error) {
    const made = new Error(`${error.message}`);
    made.code = `${error.code}`;
    return made;
  }

  function method(binding, name) {
    const call = (...values) => new Promise((resolve, reject) => {
      const json = JSON.stringify(values, (_, value) => (typeof value === "bigint" ? refuse(binding, name) : value));
      host.call(binding, name, json, (error, result) => {
        if (error !== null && error !== undefined) reject(failure(error));
        else resolve(result === null || result === undefined || result === "" ? undefined : JSON.parse(result));
      });
    });
    Object.defineProperty(call, "name", { __proto__: null, value: name, configurable: true });
    return call;
  }

  function refuse(binding, name) {
    throw new TypeError(`env.${binding}.${name}() cannot take a BigInt`);
  }

  const defined = (target, name, value) => Object.defineProperty(target, name, { __proto__: null, value, enumerable: true });

  // Who asks again within that time is given the same: a loop costs no calls, and a request sees no flag change under its hands.
  const KEPT_MS = 50;
  const KEPT_MAX = 256;

  function keeping() {
    const kept = new Map();
    return {
      find(id) {
        const known = kept.get(id);
        return known !== undefined && Date.now() - known.at < KEPT_MS ? known.given : undefined;
      },
      keep(id, at, given) {
        if (kept.size >= KEPT_MAX) kept.clear();
        kept.set(id, { at, given });
        return given;
      },
    };
  }

  // Flags, in the shape that OpenFeature has made usual: whatever goes wrong, the caller's default counts and the details say why.
  function flags(name) {
    const ask = method(name, "evaluate");
    const own = (value) => (typeof value === "object" && value !== null ? JSON.parse(JSON.stringify(value)) : value);
    const chosen = (given, value) => ("value" in given ? own(given.value) : value);
    const failed = (key, value, errorCode, errorMessage) => ({ flagKey: `${key}`, value, reason: "ERROR", errorCode, errorMessage, flagMetadata: {} });
    const nothing = (context) => context === undefined || context === null;

    // What is asked as one type. Most ask without a context, and find what is kept by the key alone.
    function asking(type) {
      const unsaid = keeping();
      const said = keeping();
      async function given(key, context) {
        const at = Date.now();
        if (nothing(context)) return unsaid.find(key) ?? unsaid.keep(key, at, await ask({ key, type }));
        const text = JSON.stringify(context);
        const id = `${key.length} ${key} ${text}`;
        return said.find(id) ?? said.keep(id, at, await ask({ key, type, context: text }));
      }
      async function details(key, value, context) {
        try {
          if (typeof key !== "string") return failed(typeof key, value, "GENERAL", "a flag's key is a string");
          const answer = await given(key, context);
          return { ...answer, value: chosen(answer, value), flagMetadata: own(answer.flagMetadata) };
        } catch (error) {
          return failed(key, value, "GENERAL", `${error?.message}`);
        }
      }
      async function plain(key, value, context) {
        const known = nothing(context) ? unsaid.find(key) : undefined;
        return known === undefined ? (await details(key, value, context)).value : chosen(known, value);
      }
      return { details, plain };
    }

    const face = {};
    for (const type of ["Boolean", "String", "Number", "Object"]) {
      const { details, plain } = asking(type.toLowerCase());
      defined(face, `get${type}Details`, (key, value, context) => details(key, value, context));
      defined(face, `get${type}Value`, (key, value, context) => plain(key, value, context));
    }
    const { plain } = asking(undefined);
    defined(face, "get", (key, value, context) => plain(key, value, context));
    return face;
  }

  // Memory, in the shape that agents know: a profile that has methods of its own.
  function memory(name) {
    const raw = (called) => method(name, called);
    const NAMESPACE = "default";
    const TOKENS = { low: 2000, medium: 4000, high: 8000 };
    const LENGTHS = { short: "short", medium: "long", long: "long" };
    const chosen = (table, value, what) => {
      if (value === undefined || Object.hasOwn(table, value)) return table[value];
      throw new TypeError(`${what} is one of ${Object.keys(table).join(", ")}`);
    };
    async function recall(place, query, { thinkingLevel, responseLength, ...more } = {}) {
      const asked = { query, ...more };
      const budgetTokens = chosen(TOKENS, thinkingLevel, "thinkingLevel");
      const answer = chosen(LENGTHS, responseLength, "responseLength");
      if (budgetTokens !== undefined) asked.budgetTokens ??= budgetTokens;
      if (answer !== undefined) asked.answer ??= answer;
      return raw("recall")(...place, asked);
    }
    function getProfile(profile, { namespace = NAMESPACE } = {}) {
      const place = [namespace, profile];
      const face = {};
      const put = (called, call) => defined(face, called, call);
      put("ingest", async (messages, { sessionId = "default", wait, ...more } = {}) => raw("ingest")(...place, { sessionId, messages: [...messages], ...more }, wait));
      put("remember", async (memory) => raw("remember")(...place, { type: "fact", ...memory }));
      put("recall", (query, options) => recall(place, query, options));
      put("list", async ({ limit, cursor, type, sessionId, key, superseded } = {}) => raw("list")(...place, limit, cursor, type, sessionId, key, superseded));
      put("get", async (id) => raw("memory")(...place, id));
      put("correct", async (id, correction) => raw("correct")(...place, id, correction));
      put("delete", async (id, { sources } = {}) => raw("delete")(...place, id, sources));
      put("deleteSession", async (id) => raw("deleteSession")(...place, id));
      put("forget", async (forgetting) => raw("forget")(...place, forgetting));
      put("getSummary", async ({ sessionId } = {}) => raw("summary")(...place, sessionId));
      put("history", async (key) => raw("history")(...place, key));
      put("export", async ({ cursor } = {}) => raw("export")(...place, cursor));
      put("import", async (lines, { restore } = {}) => raw("importLines")(...place, lines, restore));
      put("job", async (id) => raw("job")(...place, id));
      put("rebuild", async ({ wait } = {}) => raw("rebuild")(...place, wait));
      put("info", async () => raw("profile")(...place));
      return Object.freeze(face);
    }
    const face = {};
    defined(face, "getProfile", getProfile);
    defined(face, "deleteProfile", async (profile, { namespace = NAMESPACE } = {}) => raw("deleteProfile")(namespace, profile));
    defined(face, "profiles", async ({ namespace = NAMESPACE, after, limit } = {}) => raw("profiles")(namespace, after, limit));
    defined(face, "namespaces", async () => raw("namespaces")());
    defined(face, "namespace", async (namespace) => raw("namespace")(namespace));
    defined(face, "putNamespace", async (namespace, settings) => raw("putNamespace")(namespace, settings));
    return face;
  }

  function binding(name, descriptor) {
    if (descriptor.type === "flags") return Object.freeze(flags(name));
    if (descriptor.type === "memory") return Object.freeze(memory(name));
    const face = {};
    for (const { name: called } of descriptor.methods ?? []) {
      Object.defineProperty(face, called, { __proto__: null, value: method(name, called), enumerable: true });
    }
    Object.defineProperty(face, Symbol.toStringTag, { __proto__: null, value: `Binding ${descriptor.type}` });
    return Object.freeze(face);
  }

  return {
    build(spec) {
      const { vars, secrets, bindings } = JSON.parse(spec);
      const env = {};
      const put = (name, value) => Object.defineProperty(env, name, { __proto__: null, value, writable: true, configurable: true, enumerable: true });
      for (const name of Object.keys(vars ?? {})) put(name, vars[name]);
      for (const name of Object.keys(secrets ?? {})) put(name, secrets[name]);
      for (const name of Object.keys(bindings ?? {})) put(name, binding(name, bindings[name]));
      return env;
    },
  };
}
