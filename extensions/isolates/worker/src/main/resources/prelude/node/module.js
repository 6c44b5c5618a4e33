// node:module: require(), of Node's modules alone. Bundlers put it in front of code that asks for them by require.
//= createRequire, builtinModules, isBuiltin, findSourceMap, syncBuiltinESMExports, Module, SourceMap, register
(kit) => {
  "use strict";
  const { coded, unavailable } = kit.part("node/errors");

  function require(name) {
    const made = kit.node(`${name}`);
    if (made === undefined) throw coded(Error, "MODULE_NOT_FOUND", `Cannot find module '${name}': require() finds modules of Node.js only, all else is bundled`);
    return made;
  }
  require.resolve = (name) => (kit.node(`${name}`) === undefined ? require(name) : `${name}`);
  require.cache = { __proto__: null };

  const createRequire = () => require;
  const absent = (what) => function missing() { throw unavailable(`module.${what}`, "modules are those of the bundle"); };
  const Module = Object.assign(function Module() {}, { createRequire, builtinModules: [], isBuiltin: (name) => kit.web.nodePart(`${name}`) !== null });
  return {
    createRequire, builtinModules: Module.builtinModules, isBuiltin: Module.isBuiltin, findSourceMap: () => undefined, syncBuiltinESMExports() {}, Module,
    SourceMap: absent("SourceMap"), register: absent("register"),
  };
}
