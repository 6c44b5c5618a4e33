// Modules of Node.js that functions cannot have. They can be imported, since packages do so and then use them elsewhere only;
// whatever is called in them says why it is not there.
//= child_process: exec, execFile, execFileSync, execSync, fork, spawn, spawnSync, ChildProcess
//= cluster: fork, isMaster, isPrimary, isWorker, setupPrimary, Worker, workers, settings, schedulingPolicy, SCHED_NONE, SCHED_RR, setupMaster, disconnect
//= dgram: createSocket, Socket
//= dns: lookup, resolve, resolve4, resolve6, resolveMx, resolveTxt, reverse, promises, setServers, getServers, Resolver, lookupService, resolveAny, resolveCaa, resolveCname, resolveNaptr, resolveNs, resolvePtr, resolveSoa, resolveSrv, setDefaultResultOrder, getDefaultResultOrder, ADDRCONFIG, ALL, V4MAPPED, NODATA, NOTFOUND
//= dns/promises: lookup, resolve, resolve4, resolve6, resolveMx, resolveTxt, reverse, Resolver, lookupService, resolveAny, resolveCaa, resolveCname, resolveNaptr, resolveNs, resolvePtr, resolveSoa, resolveSrv, setServers, getServers, setDefaultResultOrder, getDefaultResultOrder
//= domain: create, Domain, createDomain, active
//= http: request, get, createServer, Agent, globalAgent, ClientRequest, IncomingMessage, OutgoingMessage, Server, ServerResponse, METHODS, STATUS_CODES, validateHeaderName, validateHeaderValue, maxHeaderSize, setMaxIdleHTTPParsers
//= http2: connect, createServer, createSecureServer, constants, getDefaultSettings, sensitiveHeaders, Http2ServerRequest, Http2ServerResponse, getPackedSettings, getUnpackedSettings, performServerHandshake
//= https: request, get, createServer, Agent, globalAgent, Server
//= inspector: open, close, url, Session, console
//= net: connect, createConnection, createServer, isIP, isIPv4, isIPv6, Socket, Server, BlockList, SocketAddress, Stream, getDefaultAutoSelectFamily, setDefaultAutoSelectFamily, getDefaultAutoSelectFamilyAttemptTimeout, setDefaultAutoSelectFamilyAttemptTimeout
//= readline: createInterface, clearLine, clearScreenDown, cursorTo, moveCursor, emitKeypressEvents, Interface, promises
//= readline/promises: createInterface, Interface, Readline
//= repl: start, REPLServer
//= sqlite: DatabaseSync, StatementSync
//= tls: connect, createServer, createSecureContext, checkServerIdentity, TLSSocket, Server, rootCertificates, DEFAULT_MIN_VERSION, DEFAULT_MAX_VERSION, SecureContext, convertALPNProtocols, getCiphers, DEFAULT_CIPHERS, DEFAULT_ECDH_CURVE, CLIENT_RENEG_LIMIT, CLIENT_RENEG_WINDOW
//= trace_events: createTracing, getEnabledCategories
//= v8: getHeapStatistics, serialize, deserialize, setFlagsFromString, getHeapSpaceStatistics, getHeapCodeStatistics, getHeapSnapshot, writeHeapSnapshot, cachedDataVersionTag, Serializer, Deserializer, DefaultSerializer, DefaultDeserializer, takeCoverage, stopCoverage, startupSnapshot, GCProfiler
//= vm: runInContext, runInNewContext, runInThisContext, createContext, isContext, Script, SourceTextModule, compileFunction, measureMemory, SyntheticModule, constants
//= wasi: WASI
//= worker_threads: Worker, isMainThread, parentPort, workerData, threadId, MessageChannel, MessagePort, BroadcastChannel, markAsUntransferable, receiveMessageOnPort, resourceLimits, SHARE_ENV, moveMessagePortToContext, postMessageToThread, getEnvironmentData, setEnvironmentData
//= zlib: gzip, gunzip, gzipSync, gunzipSync, deflate, inflate, deflateSync, inflateSync, deflateRaw, inflateRaw, deflateRawSync, inflateRawSync, brotliCompress, brotliDecompress, brotliCompressSync, brotliDecompressSync, unzip, unzipSync, createGzip, createGunzip, createDeflate, createInflate, createDeflateRaw, createInflateRaw, createUnzip, createBrotliCompress, createBrotliDecompress, constants, crc32, Gzip, Gunzip, Deflate, Inflate, DeflateRaw, InflateRaw, Unzip, BrotliCompress, BrotliDecompress, codes
(kit) => {
  "use strict";
  const { unavailable } = kit.part("node/errors");
  const WHY = {
    __proto__: null, child_process: "functions start no processes", cluster: "functions start no processes", dgram: "functions have no sockets; they have fetch",
    dns: "functions have fetch, which resolves names", http: "functions have fetch, and answer requests by their handler", net: "functions have no sockets; they have fetch",
    tls: "functions have no sockets; they have fetch", vm: "code runs as it was deployed", worker_threads: "each request has an isolate of its own",
    zlib: "CompressionStream and DecompressionStream are the web's way",
  };
  const PLAIN = {
    __proto__: null,
    "cluster.isMaster": true, "cluster.isPrimary": true, "cluster.isWorker": false, "worker_threads.isMainThread": true, "worker_threads.parentPort": null,
    "worker_threads.workerData": null, "worker_threads.threadId": 0, "worker_threads.resourceLimits": {}, "worker_threads.SHARE_ENV": Symbol.for("nodejs.worker_threads.SHARE_ENV"),
    "http.METHODS": ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"], "http.maxHeaderSize": 16384, "http.globalAgent": {}, "https.globalAgent": {},
    "http.STATUS_CODES": {
      100: "Continue", 101: "Switching Protocols", 200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 206: "Partial Content", 301: "Moved Permanently",
      302: "Found", 303: "See Other", 304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized",
      402: "Payment Required", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable", 408: "Request Timeout", 409: "Conflict", 410: "Gone",
      411: "Length Required", 412: "Precondition Failed", 413: "Payload Too Large", 415: "Unsupported Media Type", 416: "Range Not Satisfiable", 417: "Expectation Failed",
      418: "I'm a Teapot", 422: "Unprocessable Entity", 425: "Too Early", 426: "Upgrade Required", 428: "Precondition Required", 429: "Too Many Requests",
      431: "Request Header Fields Too Large", 451: "Unavailable For Legal Reasons", 500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway",
      503: "Service Unavailable", 504: "Gateway Timeout", 505: "HTTP Version Not Supported", 507: "Insufficient Storage", 511: "Network Authentication Required",
    },
    "http2.constants": {}, "http2.sensitiveHeaders": Symbol.for("nodejs.http2.sensitiveHeaders"), "zlib.constants": {}, "zlib.codes": {}, "vm.constants": {}, "tls.rootCertificates": [],
    "cluster.workers": {}, "cluster.settings": {}, "cluster.SCHED_NONE": 1, "cluster.SCHED_RR": 2, "cluster.schedulingPolicy": 2, "domain.active": null,
    "dns.setDefaultResultOrder": () => {}, "dns.getDefaultResultOrder": () => "verbatim", "dns.ADDRCONFIG": 32, "dns.ALL": 16, "dns.V4MAPPED": 8, "dns.NODATA": "ENODATA", "dns.NOTFOUND": "ENOTFOUND",
    "tls.DEFAULT_CIPHERS": "", "tls.DEFAULT_ECDH_CURVE": "auto", "tls.CLIENT_RENEG_LIMIT": 3, "tls.CLIENT_RENEG_WINDOW": 600, "v8.startupSnapshot": {},
    "tls.DEFAULT_MIN_VERSION": "TLSv1.2", "tls.DEFAULT_MAX_VERSION": "TLSv1.3", "inspector.console": undefined, "inspector.url": () => undefined,
    "net.isIP": (text) => (isIPv4(text) ? 4 : isIPv6(text) ? 6 : 0), "net.isIPv4": isIPv4, "net.isIPv6": isIPv6,
  };

  function isIPv4(text) {
    const parts = `${text}`.split(".");
    return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  }

  function isIPv6(text) {
    if (!/^[0-9a-f:.%]+$/i.test(`${text}`) || !`${text}`.includes(":")) return false;
    try {
      return kit.part("url").URL.parse !== undefined ? kit.part("url").URL.canParse(`http://[${`${text}`.replace(/%.*$/, "")}]/`) : new (kit.part("url").URL)(`http://[${text}]/`) !== null;
    } catch {
      return false;
    }
  }

  const made = { __proto__: null };

  return {
    module(specifier) {
      const name = `${specifier}`.replace(/^node:/, "");
      if (made[name] !== undefined) return made[name];
      const module = {};
      const why = WHY[name.split("/")[0]] ?? WHY[name.replace(/[s2]$/, "")] ?? "it needs what only a machine of one's own has";
      for (const member of kit.web.nodeExports(name).split(",")) {
        if (`${name}.${member}` in PLAIN) module[member] = PLAIN[`${name}.${member}`];
        else if (member === "promises") Object.defineProperty(module, member, { __proto__: null, enumerable: true, get: () => kit.node(`${name}/promises`) });
        // Classes are extended when a package is loaded; only their making is refused.
        else module[member] = { [member]: function () { throw unavailable(`${name}.${member}`, why); } }[member];
      }
      return (made[name] = module);
    },
  };
}
