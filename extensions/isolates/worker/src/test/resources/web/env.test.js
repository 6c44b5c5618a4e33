({
  "has variables and secrets"(request, env) {
    check.same([env.GREETING, env.SETTINGS, env.KEY], ["hi", { deep: [1] }, "s3cret"]);
  },
  async "bindings are calls"(request, env) {
    check.same(await env.THINGS.list("a", { b: 1 }), { got: ["a", { b: 1 }] });
    check.same(Object.keys(env.THINGS), ["list", "fails"]);
    check.equal(env.THINGS.list.name, "list");
    const { list } = env.THINGS;
    check.same(await list(), { got: [] });
  },
  async "their failures have a code"(request, env) {
    const error = await check.rejects(env.THINGS.fails(), { name: "Error", message: "there is none", code: "not-found" });
    check.ok(error instanceof Error);
    await check.rejects(env.THINGS.list(5n), "TypeError");
    const loop = {};
    loop.loop = loop;
    await check.rejects(env.THINGS.list(loop), "TypeError");
    check.equal(env.THINGS.drop, undefined);
    check.throws(() => { "use strict"; env.THINGS.list = 1; }, "TypeError");
  },
  "a binding is no promise"(request, env) {
    check.equal(env.THINGS.then, undefined);
  },
  "ctx"(request, env, ctx) {
    const { waitUntil, passThroughOnException } = ctx;
    waitUntil(Promise.resolve());
    passThroughOnException();
    check.same(ctx.props, {});
  },
})
