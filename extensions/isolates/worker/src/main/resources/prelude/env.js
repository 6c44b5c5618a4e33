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

  function keep(kept, id, given) {
    if (kept.size >= KEPT_MAX) kept.clear();
    kept.set(id, given);
    return given;
  }

  // Flags, in the shape that OpenFeature has made usual: whatever goes wrong, the caller's default counts and the details say why.
  function flags(name) {
    const ask = method(name, "evaluate");
    const chosen = (given, value) => ("value" in given ? (typeof given.value === "object" ? JSON.parse(JSON.stringify(given.value)) : given.value) : value);
    const failed = (key, value, errorCode, errorMessage) => ({ flagKey: `${key}`, value, reason: "ERROR", errorCode, errorMessage, flagMetadata: {} });
    // Whoever asks owns what is given.
    function handed(text, value) {
      const details = JSON.parse(text);
      if (!("value" in details)) details.value = value;
      return details;
    }

    // What is asked as one type. Most ask without a context, and find what is kept by the key alone. What is kept is found without a call: an
    // isolate that interprets pays for each.
    function asking(type) {
      const plainly = new Map();
      const within = new Map();
      async function asked(key, context) {
        const at = Date.now();
        const answer = await ask({ key, type, context });
        const given = { at, answer, text: JSON.stringify(answer) };
        return context === undefined ? keep(plainly, key, given) : keep(within, `${context} ${key}`, given);
      }
      async function details(key, value, context) {
        try {
          if (typeof key !== "string") return failed(typeof key, value, "GENERAL", "a flag's key is a string");
          const text = context === undefined || context === null ? undefined : JSON.stringify(context);
          const known = text === undefined ? plainly.get(key) : within.get(`${text} ${key}`);
          return handed((known !== undefined && Date.now() - known.at < KEPT_MS ? known : await asked(key, text)).text, value);
        } catch (error) {
          return failed(key, value, "GENERAL", `${error?.message}`);
        }
      }
      async function plain(key, value, context) {
        try {
          if (typeof key !== "string") return value;
          const text = context === undefined || context === null ? undefined : JSON.stringify(context);
          const known = text === undefined ? plainly.get(key) : within.get(`${text} ${key}`);
          return chosen((known !== undefined && Date.now() - known.at < KEPT_MS ? known : await asked(key, text)).answer, value);
        } catch {
          return value; // details say why
        }
      }
      return { details, plain };
    }

    const face = {};
    for (const type of ["Boolean", "String", "Number", "Object"]) {
      const { details, plain } = asking(type.toLowerCase());
      defined(face, `get${type}Details`, details);
      defined(face, `get${type}Value`, plain);
    }
    const { plain } = asking(undefined);
    defined(face, "get", plain);
    return face;
  }

  const only = (given, known, what) => {
    for (const key of Object.keys(given)) if (!known.includes(key)) throw new TypeError(`${what} has no ${key}: it has ${known.join(", ")}`);
    return given;
  };

  // Memory, in the shape that agents know: a profile that has methods of its own.
  function memory(name) {
    const raw = (called) => method(name, called);
    const NAMESPACE = "default";
    const TOKENS = { low: 2000, medium: 4000, high: 8000 };
    const DAY = /^\d{4}-\d{2}-\d{2}$/;
    const LENGTHS = { short: "short", medium: "long", long: "long" };
    const chosen = (table, value, what) => {
      if (value === undefined || Object.hasOwn(table, value)) return table[value];
      throw new TypeError(`${what} is one of ${Object.keys(table).join(", ")}`);
    };
    async function recall(place, query, { thinkingLevel, responseLength, ...more } = {}) {
      const asked = { query, ...more };
      for (const time of ["referenceDate", "asOf", "knownAt"])
        if (typeof asked[time] === "string" && DAY.test(asked[time])) asked[time] += "T00:00:00Z";
      const budgetTokens = chosen(TOKENS, thinkingLevel, "thinkingLevel");
      const answer = chosen(LENGTHS, responseLength, "responseLength");
      if (budgetTokens !== undefined) asked.budgetTokens ??= budgetTokens;
      if (answer === undefined || asked.answer !== undefined) return raw("recall")(...place, asked);
      try {
        return await raw("recall")(...place, { ...asked, answer });
      } catch (error) {
        if (error.code !== "no-model") throw error;
        // As agents know it: nothing could be said, and the candidates are there.
        return { ...(await raw("recall")(...place, asked)), answer: "", citations: [] };
      }
    }
    function getProfile(profile, options = {}) {
      const { namespace = NAMESPACE } = only(options, ["namespace"], "getProfile");
      const place = [namespace, profile];
      const face = {};
      const put = (called, call) => defined(face, called, call);
      put("ingest", async (messages, { sessionId = "default", wait, ...more } = {}) => raw("ingest")(...place, { sessionId, messages: [...messages], ...more }, wait));
      put("remember", async (memory) => raw("remember")(...place, { type: "fact", ...memory }));
      put("recall", (query, options) => recall(place, query, options));
      put("list", async (options = {}) => {
        const { limit, cursor, type, sessionId, key, superseded } = only(options, ["limit", "cursor", "type", "sessionId", "key", "superseded"], "list");
        return raw("list")(...place, limit, cursor, type, sessionId, key, superseded);
      });
      put("get", async (id) => raw("memory")(...place, id));
      put("correct", async (id, correction) => raw("correct")(...place, id, correction));
      put("delete", async (id, options = {}) => raw("delete")(...place, id, only(options, ["sources"], "delete").sources));
      put("deleteSession", async (id) => raw("deleteSession")(...place, id));
      put("forget", async (forgetting) => raw("forget")(...place, forgetting));
      put("getSummary", async (options = {}) => raw("summary")(...place, only(options, ["sessionId"], "getSummary").sessionId));
      put("history", async (key) => raw("history")(...place, key));
      put("export", async (options = {}) => raw("export")(...place, only(options, ["cursor"], "export").cursor));
      put("import", async (lines, options = {}) => raw("importLines")(...place, lines, only(options, ["restore"], "import").restore));
      put("job", async (id) => raw("job")(...place, id));
      put("rebuild", async (options = {}) => raw("rebuild")(...place, only(options, ["wait"], "rebuild").wait));
      put("info", async () => raw("profile")(...place));
      return Object.freeze(face);
    }
    const face = {};
    defined(face, "getProfile", getProfile);
    defined(face, "deleteProfile", async (profile, options = {}) => {
      const { namespace = NAMESPACE } = only(options, ["namespace"], "deleteProfile");
      return raw("deleteProfile")(namespace, profile);
    });
    defined(face, "profiles", async (options = {}) => {
      const { namespace = NAMESPACE, after, limit } = only(options, ["namespace", "after", "limit"], "profiles");
      return raw("profiles")(namespace, after, limit);
    });
    defined(face, "namespaces", async () => raw("namespaces")());
    defined(face, "namespace", async (namespace) => raw("namespace")(namespace));
    defined(face, "deleteNamespace", async (namespace) => raw("deleteNamespace")(namespace));
    defined(face, "putNamespace", async (namespace, settings) => raw("putNamespace")(namespace, settings));
    return face;
  }

  // Search: all that the service has by its own names, and beside it instances that have items, as AI Search has.
  function search(name, descriptor) {
    const raw = (called) => method(name, called);
    const OPTIONS = ["instance_ids", "retrieval", "reranking", "cache"];
    const RETRIEVAL = ["retrieval_type", "fusion_method", "match_threshold", "max_num_results", "filters", "context_expansion", "return_on_failure", "boost_by", "acl"];
    const TEXT = /^$|^text\/|[/+](?:json|xml|yaml|x-yaml|x-ndjson|javascript)\b/;
    const CONFIG = ["id", "fields", "chunking", "chunk_size", "chunk_overlap", "custom_metadata"];
    // A score is taken times 1 + weight where the field is there; who is to win where it is not loses as much where it is.
    function boost({ field, direction = "exists", weight = 1 }) {
      if (direction === "exists") return { field, exists: true, weight };
      if (direction === "not_exists") return { field, exists: true, weight: -weight / (1 + weight) };
      throw new TypeError(`boost_by has no direction ${direction}: it has exists and not_exists; the boosts of search(index, query) have ranges and decay`);
    }
    function asked({ query, messages, ai_search_options: options = {} }) {
      const said = query ?? messages?.findLast(({ role }) => role === "user")?.content;
      if (typeof said !== "string") throw new TypeError("a search takes a query, or messages of which one is the user's");
      const { retrieval = {}, reranking } = only(options, OPTIONS, "ai_search_options");
      only(retrieval, RETRIEVAL, "retrieval");
      return {
        query: said,
        mode: retrieval.retrieval_type,
        fusion: retrieval.fusion_method === undefined ? undefined : { method: retrieval.fusion_method },
        matchThreshold: retrieval.match_threshold,
        limit: retrieval.max_num_results,
        filter: retrieval.filters,
        contextExpansion: retrieval.context_expansion,
        partial: retrieval.return_on_failure ? "allow" : undefined,
        boosts: retrieval.boost_by?.map(boost),
        acl: retrieval.acl,
        rerank: reranking?.enabled ? reranking : undefined,
        explain: true,
      };
    }
    const LEGS = { __proto__: null, bm25: "keyword", cosine: "vector", keyword: "keyword", vector: "vector" };
    function details({ what, value, parts }, leg, told) {
      const at = LEGS[what] ?? leg;
      if (what === "convex" || what === "rrf") told.fusion_method = what;
      if (what === "rank") told[`${at}_rank`] = value;
      if (what === "bm25" || what === "cosine" || what === "score") told[`${at}_score`] = value;
      for (const part of parts) details(part, at, told);
      return told;
    }
    async function find(ids, options) {
      const query = asked(options);
      const { hits, failed } = await raw("search")(ids.join(","), query);
      const chunks = hits.map(({ index, id, score, text, metadata, explain }) => (
        { id, type: "text", score, text, instance_id: index, item: { key: id, metadata }, scoring_details: details(explain, "", {}) }));
      const errors = failed.map(({ leg, detail }) => ({ message: `${leg}: ${detail}` }));
      return errors.length === 0 ? { search_query: query.query, chunks } : { search_query: query.query, chunks, errors };
    }
    function settings(config) {
      const { fields, chunking, chunk_size: size, chunk_overlap: overlap } = only(config, CONFIG, "an instance");
      return { fields, chunking: size === undefined && overlap === undefined ? chunking : { size, overlap, ...chunking } };
    }
    // What is not said stays as it is: an instance that lost its fields would find nothing of what they have.
    async function changed(id, config) {
      const { fields, chunking } = settings(config);
      const known = await raw("index")(id);
      const { overlap, ...cut } = known.chunking;
      // The overlap goes with the size: one of before may be more than another size allows.
      const before = chunking?.size === undefined ? known.chunking : cut;
      return raw("putIndex")(id, { fields: fields ?? known.fields, chunking: { ...before, ...said(chunking) } });
    }
    const said = (all = {}) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
    async function made(config) {
      try {
        return await changed(config.id, config);
      } catch (error) {
        if (error.code !== "not-found") throw error;
        return raw("putIndex")(config.id, settings(config));
      }
    }
    const shown = ({ name: id, ...more }) => ({ id, ...more });
    function get(id) {
      const upload = async (key, content, { metadata, acl } = {}, refresh) => {
        if (typeof content !== "string" && (key.toLowerCase().endsWith(".pdf") || (content instanceof Blob && !TEXT.test(content.type))))
          throw new TypeError("upload takes text: files such as PDF go to PUT .../search/{index}/documents/{id}/file");
        const text = typeof content === "string" ? content : await new Response(content).text();
        await raw("putDocument")(id, key, { fields: { text }, metadata, acl }, refresh);
        return { id: key, key, metadata, status: refresh ? "completed" : "queued" };
      };
      const items = {};
      defined(items, "upload", (key, content, options) => upload(key, content, options, false));
      defined(items, "uploadAndPoll", (key, content, options) => upload(key, content, options, true));
      defined(items, "delete", async (key) => raw("deleteDocument")(id, key, true));
      defined(items, "get", (key) => {
        const item = {};
        defined(item, "info", async () => {
          const { metadata, acl } = await raw("document")(id, key);
          return { id: key, key, metadata, acl };
        });
        defined(item, "download", async () => new Response((await raw("document")(id, key)).fields.text ?? ""));
        defined(item, "delete", async () => raw("deleteDocument")(id, key, true));
        return Object.freeze(item);
      });
      const instance = {};
      defined(instance, "search", async (options) => find([id], options));
      defined(instance, "info", async () => shown(await raw("index")(id)));
      defined(instance, "stats", async () => raw("stats")(id));
      defined(instance, "update", async (config) => shown(await changed(id, config)));
      defined(instance, "items", Object.freeze(items));
      return Object.freeze(instance);
    }
    const face = plain(name, descriptor);
    const byName = face.search;
    defined(face, "search", (index, query) => (typeof index === "string" ? byName(index, query) : find(index.ai_search_options?.instance_ids ?? [], index)));
    defined(face, "get", get);
    defined(face, "list", async ({ search: part = "", page = 1, per_page: size = 20 } = {}) =>
      (await raw("indexes")()).filter(({ name: id }) => id.includes(part)).slice((page - 1) * size, page * size).map(shown));
    defined(face, "create", async (config) => {
      await made(config);
      return get(config.id);
    });
    defined(face, "delete", async (id) => raw("deleteIndex")(id));
    return face;
  }

  function plain(name, descriptor) {
    const face = {};
    for (const { name: called } of descriptor.methods ?? []) {
      Object.defineProperty(face, called, { __proto__: null, value: method(name, called), enumerable: true, configurable: true });
    }
    Object.defineProperty(face, Symbol.toStringTag, { __proto__: null, value: `Binding ${descriptor.type}` });
    return face;
  }

  function binding(name, descriptor) {
    if (descriptor.type === "flags") return Object.freeze(flags(name));
    if (descriptor.type === "memory") return Object.freeze(memory(name));
    if (descriptor.type === "search") return Object.freeze(search(name, descriptor));
    return Object.freeze(plain(name, descriptor));
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
