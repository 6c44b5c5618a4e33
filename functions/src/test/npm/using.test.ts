import { assert, test } from "mayfly:test";

class Resource {
  constructor(readonly name: string, readonly given: string[]) {}
  [Symbol.dispose]() { this.given.push(this.name); }
}

test("using gives back in the opposite order, also when it throws", () => {
  const given: string[] = [];
  try {
    using first = new Resource("first", given);
    using second = new Resource("second", given);
    assert.deepEqual([first.name, second.name, given.length], ["first", "second", 0]);
    throw new Error("out");
  } catch (error) {
    assert.equal((error as Error).message, "out");
  }
  assert.deepEqual(given, ["second", "first"]);
});

test("await using waits for what is given back", async () => {
  const said: string[] = [];
  {
    await using stack = new AsyncDisposableStack();
    stack.defer(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      said.push("deferred");
    });
    said.push("inside");
  }
  assert.deepEqual(said, ["inside", "deferred"]);
});
