// node:process, and the globals process and global: what a function is told of where it runs.
//= abort, addListener, allowedNodeEnvironmentFlags, arch, argv, argv0, browser, chdir, config, cpuUsage, cwd, emit, emitWarning, env, execArgv, execPath, exit
//= exitCode, features, getBuiltinModule, hrtime, kill, listenerCount, listeners, memoryUsage, nextTick, off, on, once, pid, platform, ppid, release
//= removeAllListeners, removeListener, stderr, stdin, stdout, title, umask, uptime, version, versions
(kit) => {
  "use strict";
  const { host } = kit;
  const { callable, unavailable, coded, TypeFailure } = kit.part("node/errors");
  const EventEmitter = kit.node("events");
  const VERSION = "22.19.0";
  // A line that has no end yet is not kept longer than this.
  const HELD_MAX = 16384;
  const started = host.now() - host.performanceNow();

  // Variables and secrets as texts; bindings are none. What a function writes is gone with its invocation.
  function environment() {
    const env = {};
    const given = kit.environment();
    for (const name of Object.keys(given)) {
      const value = given[name];
      if (typeof value === "string") env[name] = value;
      else if (typeof value === "number" || typeof value === "boolean") env[name] = `${value}`;
      else if (Object.prototype.toString.call(value).startsWith("[object Binding ")) continue;
      else env[name] = JSON.stringify(value);
    }
    const texts = {
      set(target, name, value) { return Reflect.set(target, name, typeof name === "symbol" ? value : `${value}`); },
      defineProperty(target, name, given) { return Reflect.defineProperty(target, name, "value" in given ? { ...given, value: `${given.value}` } : given); },
    };
    return new Proxy(env, texts);
  }

  // ---- nextTick: in order, before anything a promise of later begins ----

  const queue = [];

  function nextTick(callback, ...parameters) {
    callable(callback, "callback");
    const call = kit.bind === null ? callback : kit.bind(callback);
    if (queue.push(() => call(...parameters)) === 1) kit.apply(kit.then, kit.apply(kit.resolve, kit.Later, []), [drain]);
  }

  // What a callback adds runs in the same go, so the invocation's own limits bound it.
  function drain() {
    for (let i = 0; i < queue.length; i++) kit.run(queue[i]);
    queue.length = 0;
  }

  const never = (what, why) => function missing() { throw unavailable(`process.${what}()`, why); };

  function hrtime(before = undefined) {
    const ms = host.performanceNow();
    const now = [Math.floor(ms / 1000), Math.round((ms % 1000) * 1e6)];
    if (before === undefined) return now;
    const seconds = now[0] - before[0], nanoseconds = now[1] - before[1];
    return nanoseconds < 0 ? [seconds - 1, nanoseconds + 1e9] : [seconds, nanoseconds];
  }
  hrtime.bigint = () => BigInt(Math.round(host.performanceNow())) * 1000000n;

  // What is written becomes lines of the log.
  class Output extends EventEmitter {
    constructor(fd) {
      super();
      Object.assign(this, { fd, isTTY: false, writable: true, columns: 80, _held: "" });
    }
    write(chunk, encoding = undefined, done = undefined) {
      const text = typeof chunk === "string" ? chunk : kit.node("buffer").Buffer.from(chunk).toString();
      const lines = `${this._held}${text}`.split("\n");
      this._held = lines.pop();
      if (this._held.length > HELD_MAX) {
        lines.push(this._held);
        this._held = "";
      }
      for (const line of lines) this._log(line);
      const told = typeof encoding === "function" ? encoding : done;
      if (told !== undefined) nextTick(told, null);
      return true;
    }
    end(chunk = undefined) {
      if (chunk !== undefined) this.write(chunk);
      if (this._held !== "") this._log(this._held);
      this._held = "";
      return this;
    }
    _log(line) { kit.part("console").console[this.fd === 1 ? "log" : "error"]("%s", line); }
  }

  // Nothing ever comes in.
  class Input extends EventEmitter {
    constructor() {
      super();
      Object.assign(this, { fd: 0, isTTY: false, readable: false });
    }
    read() { return null; }
    pause() { return this; }
    resume() { return this; }
    setEncoding() { return this; }
    async *[Symbol.asyncIterator]() {}
  }

  const process = Object.create(Object.create(EventEmitter.prototype, {
    constructor: { value: function process() {}, writable: true, configurable: true },
    [Symbol.toStringTag]: { value: "process", configurable: true },
  }));
  EventEmitter.init.call(process);
  for (const name of ["addListener", "emit", "listenerCount", "listeners", "off", "on", "once", "removeAllListeners", "removeListener"]) {
    process[name] = EventEmitter.prototype[name];
  }

  const lazily = (name, make) => Object.defineProperty(process, name, {
    __proto__: null, configurable: true, enumerable: true,
    get() {
      const value = make();
      Object.defineProperty(process, name, { __proto__: null, value, configurable: true, enumerable: true, writable: true });
      return value;
    },
  });

  lazily("env", environment);
  lazily("stdout", () => new Output(1));
  lazily("stderr", () => new Output(2));
  lazily("stdin", () => new Input());

  const memory = () => ({ rss: host.limit("heapBytes"), heapTotal: host.limit("heapBytes"), heapUsed: 0, external: 0, arrayBuffers: 0 });

  return Object.assign(process, {
    nextTick, hrtime, memoryUsage: Object.assign(memory, { rss: () => host.limit("heapBytes") }),
    title: "mayfly", version: `v${VERSION}`, versions: Object.freeze({ node: VERSION, mayfly: "0" }), release: { name: "node" }, arch: "x64", platform: "linux",
    argv: ["mayfly"], argv0: "mayfly", execArgv: [], execPath: "", pid: 1, ppid: 0, exitCode: undefined, browser: false, config: {}, features: {},
    allowedNodeEnvironmentFlags: new Set(),
    cwd: () => "/", chdir: never("chdir", "there are no folders"), umask: () => 0o22, uptime: () => (host.now() - started) / 1000,
    cpuUsage: () => ({ user: 0, system: 0 }), abort: never("abort", "throw an error instead"), kill: never("kill", "there are no other processes"),
    exit(code = 0) { throw coded(Error, "ERR_PROCESS_EXIT", `process.exit(${code}) was called; a function answers, or throws`); },
    emitWarning(warning, given = "Warning") {
      if (typeof warning !== "string" && !(warning instanceof Error)) throw new TypeFailure("warning", "of type string or an instance of Error", warning);
      const type = typeof given === "string" ? given : given?.type ?? "Warning";
      kit.part("console").console.warn(warning instanceof Error ? warning : `${type}: ${warning}`);
    },
    getBuiltinModule(name) {
      if (typeof name !== "string") throw new TypeFailure("id", "of type string", name);
      return kit.node(name);
    },
  });
}
