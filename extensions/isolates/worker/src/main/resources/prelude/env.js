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

  // Flags, in the shape that OpenFeature has made usual: whatever goes wrong, the caller's default counts and the details say why.
  function flags(name) {
    const ask = method(name, "evaluate");
    const kept = new Map();
    async function evaluate(asked) {
      const id = `${asked.type} ${asked.key.length} ${asked.key} ${asked.context}`;
      const now = Date.now();
      const known = kept.get(id);
      if (known !== undefined && now - known.at < KEPT_MS) return known.given;
      const given = await ask(asked);
      if (kept.size >= KEPT_MAX) kept.clear();
      kept.set(id, { at: now, given });
      return given;
    }
    const own = (value) => (typeof value === "object" && value !== null ? JSON.parse(JSON.stringify(value)) : value);
    const failed = (key, value, errorCode, errorMessage) => ({ flagKey: `${key}`, value, reason: "ERROR", errorCode, errorMessage, flagMetadata: {} });
    async function details(key, value, context, type) {
      try {
        if (typeof key !== "string") return failed(typeof key, value, "GENERAL", "a flag's key is a string");
        const asked = { key };
        if (type !== undefined) asked.type = type;
        if (context !== undefined && context !== null) asked.context = JSON.stringify(context);
        const given = await evaluate(asked);
        return { ...given, value: "value" in given ? own(given.value) : value, flagMetadata: own(given.flagMetadata) };
      } catch (error) {
        return failed(key, value, "GENERAL", `${error?.message}`);
      }
    }
    const face = {};
    for (const type of ["Boolean", "String", "Number", "Object"]) {
      const word = type.toLowerCase();
      defined(face, `get${type}Details`, (key, value, context) => details(key, value, context, word));
      defined(face, `get${type}Value`, async (key, value, context) => (await details(key, value, context, word)).value);
    }
    defined(face, "get", async (key, value, context) => (await details(key, value, context)).value);
    return face;
  }

  function binding(name, descriptor) {
    if (descriptor.type === "flags") return Object.freeze(flags(name));
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
