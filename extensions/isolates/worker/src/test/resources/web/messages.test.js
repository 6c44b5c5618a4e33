const next = (port) => new Promise((resolve) => port.addEventListener("message", resolve, { once: true }));
({
  async "what is posted arrives as a copy, in order, in turns of its own"() {
    const { port1, port2 } = new MessageChannel(), seen = [];
    const sent = { list: [1] };
    port1.postMessage(sent);
    sent.list.push(2);
    port1.postMessage("second");
    let done;
    const all = new Promise((resolve) => { done = resolve; });
    port2.onmessage = (event) => {
      seen.push(event.data);
      Promise.resolve().then(() => seen.push("turn"));
      if (event.data === "second") queueMicrotask(() => queueMicrotask(done));
    };
    check.same(seen, []);
    await all;
    check.same(seen, [{ list: [1] }, "turn", "second", "turn"]);
    check.ok(port2.onmessage !== null && port1.onmessage === null);
  },

  async "a message waits until its port is started"() {
    const { port1, port2 } = new MessageChannel();
    port1.postMessage(1);
    const arrived = next(port2);
    let early = true;
    arrived.then(() => { check.ok(!early); });
    await new Promise((resolve) => setTimeout(resolve, 5));
    early = false;
    port2.start();
    const event = await arrived;
    check.ok(event instanceof MessageEvent && event instanceof Event && event.isTrusted && event.target === port2);
    check.same([event.type, event.data, event.origin, event.lastEventId, event.source, event.ports.length], ["message", 1, "", "", null, 0]);
  },

  async "ports travel with what waits at them"() {
    const { port1, port2 } = new MessageChannel(), other = new MessageChannel();
    port1.postMessage("before");
    other.port1.postMessage("take", [port2]);
    other.port2.start();
    const { ports: [moved] } = await next(other.port2);
    check.ok(moved instanceof MessagePort && moved !== port2);
    moved.start();
    check.equal((await next(moved)).data, "before");
    moved.postMessage("back");
    port1.start();
    check.equal((await next(port1)).data, "back");
    check.throws(() => port1.postMessage(1, [port2]), "DataCloneError");
    check.throws(() => port1.postMessage(1, { transfer: [port1] }), "DataCloneError");
    check.throws(() => port1.postMessage(port1), "DataCloneError");
    check.throws(() => port1.postMessage(() => 1), "DataCloneError");
  },

  async "a port that is closed says so to the other, after what it had sent"() {
    const { port1, port2 } = new MessageChannel(), seen = [];
    port1.postMessage("last");
    port1.close();
    port1.postMessage("never");
    const closed = new Promise((resolve) => { port2.onclose = () => { seen.push("close"); resolve(); }; });
    port2.onmessage = (event) => seen.push(event.data);
    await closed;
    check.same(seen, ["last", "close"]);
    port2.close();
  },

  async "what a listener throws stays there"() {
    const { port1, port2 } = new MessageChannel();
    port2.onmessage = () => { throw new Error("mine"); };
    port1.postMessage(1);
    const second = next(port2);
    port1.postMessage(2);
    check.equal((await second).data, 1);
  },

  "at most 10,000 messages wait at a port"() {
    const { port1 } = new MessageChannel();
    for (let i = 0; i < 10000; i++) port1.postMessage(i);
    const error = check.throws(() => port1.postMessage(0), "QuotaExceededError");
    check.equal(error.quota, 10000);
  },

  "events are made as the standard has them"() {
    const { port1 } = new MessageChannel();
    const event = new MessageEvent("x", { data: 5, origin: "o", lastEventId: "7", ports: [port1], source: port1 });
    check.same([event.data, event.origin, event.lastEventId, event.ports.length, event.source === port1, Object.isFrozen(event.ports)], [5, "o", "7", 1, true, true]);
    check.equal(new MessageEvent("x").data, null);
    check.throws(() => new MessageEvent("x", { ports: [{}] }), "TypeError");
    check.throws(() => new MessagePort(), "TypeError");
    check.throws(() => Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data").get.call(new Event("x")), "TypeError");
  },
})
