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

  function binding(name, descriptor) {
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
