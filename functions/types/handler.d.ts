/** What a main module exports by default: `export default { … } satisfies ExportedHandler<Env>`. */
interface ExportedHandler<Env = Mayfly.Env> {
  /**
   * Answers one request, in an isolate made for it alone: nothing it leaves behind is seen by another.
   * An error that it throws is answered with 500 `function-failed`; its stack is in the invocation's record.
   */
  fetch(request: Request, env: Env, ctx: ExecutionContext): Response | Promise<Response>;
}

/** The third argument of a handler. */
interface ExecutionContext {
  /** Lets work go on behind the answer, for 30 s at most. What it rejects with is logged. */
  waitUntil(promise: Promise<unknown>): void;
  /** There for code that calls it; does nothing, since there is no origin behind a function. */
  passThroughOnException(): void;
  /** Empty. */
  readonly props: Record<string, never>;
}

declare namespace Mayfly {
  /**
   * Variables, secrets and bindings of the function. Declare yours once, and `env` of `mayfly:workers` has them:
   * `declare global { namespace Mayfly { interface Env { GREETING: string; LOG: Mayfly.Invocations } } }`.
   * Variables are what JSON holds, secrets are texts.
   */
  interface Env {}

  /** A rejected call of a binding, or of fetch. */
  interface CallError extends Error {
    /** Stable: `subrequests` and `openStreams` for limits, `egress-denied`, `unreachable`, …; docs/errors.md has them all. */
    readonly code: string;
  }

  /** The binding `invocations`: what the functions of this account did lately. Each call counts as a subrequest; rejects with {@link CallError}. */
  interface Invocations {
    /** Newest first. `limit`: 50 unless told otherwise, 500 at most. */
    list(query?: { function?: string; outcome?: Outcome; trace?: string; limit?: number }): Promise<Invocation[]>;
    /** One by its id, or the newest of a trace by the trace's id. */
    invocation(id: string): Promise<Invocation>;
  }

  /** The binding `ratelimit`: so many in 10 or 60 seconds for each key. Each call counts as a subrequest; rejects with {@link CallError}. */
  interface RateLimit {
    /** Takes one of what the key may have, if there is one. A key has at most 1,024 characters. */
    limit(options: { key: string }): Promise<{ success: boolean }>;
  }

  /**
   * The binding `flags`: feature flags of an app. Nothing is ever thrown: where something is wrong, the default counts and the details say why. Each call
   * counts as a subrequest.
   */
  interface Flags {
    getBooleanValue(key: string, defaultValue: boolean, context?: FlagContext): Promise<boolean>;
    getStringValue<T extends string = string>(key: string, defaultValue: T, context?: FlagContext): Promise<T>;
    getNumberValue(key: string, defaultValue: number, context?: FlagContext): Promise<number>;
    getObjectValue<T extends object>(key: string, defaultValue: T, context?: FlagContext): Promise<T>;
    getBooleanDetails(key: string, defaultValue: boolean, context?: FlagContext): Promise<FlagDetails<boolean>>;
    getStringDetails<T extends string = string>(key: string, defaultValue: T, context?: FlagContext): Promise<FlagDetails<T>>;
    getNumberDetails(key: string, defaultValue: number, context?: FlagContext): Promise<FlagDetails<number>>;
    getObjectDetails<T extends object>(key: string, defaultValue: T, context?: FlagContext): Promise<FlagDetails<T>>;
    /** Of whatever type it is. */
    get(key: string, defaultValue?: unknown, context?: FlagContext): Promise<unknown>;
  }

  /** What is known of whoever the flag is for, over what the request tells. */
  interface FlagContext {
    targetingKey?: string;
    [attribute: string]: unknown;
  }

  interface FlagDetails<T> {
    flagKey: string;
    value: T;
    variant?: string;
    reason: "STATIC" | "TARGETING_MATCH" | "DEFAULT" | "DISABLED" | "ERROR";
    errorCode?: "FLAG_NOT_FOUND" | "PARSE_ERROR" | "TYPE_MISMATCH" | "INVALID_CONTEXT" | "GENERAL";
    errorMessage?: string;
    flagMetadata: Record<string, string | number | boolean>;
  }

  /**
   * The binding `search`: documents of this account, found by their words and their meaning. Each call counts as a subrequest; rejects with
   * {@link CallError}. docs/search.md has all that may be asked for.
   */
  interface Search {
    indexes(): Promise<SearchIndex[]>;
    /** Makes an index, or gives it other settings. Without fields: `title` and `text`. */
    putIndex(index: string, settings: { fields?: Record<string, SearchField>; chunking?: SearchChunking }): Promise<SearchIndex>;
    index(index: string): Promise<SearchIndex>;
    deleteIndex(index: string): Promise<void>;
    stats(index: string): Promise<SearchStats>;
    /** One document a line, as JSON with its `id`. With `refresh` all are found once this resolves. */
    bulk(index: string, lines: string, refresh?: boolean): Promise<{ items: SearchLine[]; errors: number; took: number }>;
    putDocument(index: string, id: string, document: SearchContent, refresh?: boolean): Promise<SearchLine>;
    document(index: string, id: string): Promise<SearchContent & { id: string }>;
    deleteDocument(index: string, id: string, refresh?: boolean): Promise<void>;
    deleteDocuments(index: string, deletion: { filter: object; refresh?: boolean }): Promise<{ deleted: number }>;
    search(index: string, query: SearchQuery): Promise<SearchResult>;
    /** How good the rankings of several settings are, held against judgments. */
    eval(index: string, request: SearchEvaluationRequest): Promise<SearchEvaluation>;
  }

  interface SearchField {
    type: "text" | "keyword" | "number" | "boolean" | "date" | "vector";
    weight?: number | null;
    analyzer?: string | null;
    dimensions?: number | null;
  }

  /** In characters. */
  interface SearchChunking {
    size?: number;
    overlap?: number;
    structure?: "text" | "markdown" | "html";
  }

  interface SearchIndex {
    name: string;
    fields: Record<string, SearchField>;
    chunking: SearchChunking;
    model?: string | null;
    documents: number;
    createdAt: string;
  }

  interface SearchStats {
    documents: number;
    bytes: number;
    passages: number;
    indexBytes: number;
    /** Documents whose vectors are still to be made. */
    waiting: number;
    /** Changes that are kept and not found yet. */
    behind: number;
  }

  interface SearchContent {
    fields: Record<string, unknown>;
    /** Who may see it; nobody named: everybody. */
    acl?: string[];
    metadata?: Record<string, unknown>;
  }

  interface SearchLine {
    line: number;
    id?: string | null;
    status: "created" | "updated" | "unchanged" | "refused";
    error?: { code: string; detail: string } | null;
  }

  interface SearchQuery {
    query?: string;
    mode?: "hybrid" | "keyword" | "vector";
    /** Where documents bring their vectors along. */
    vector?: number[];
    limit?: number;
    cursor?: string;
    filter?: object;
    /** On whose behalf; left out: only what everybody may see is found. */
    acl?: string[];
    fusion?: { method?: "convex" | "rrf"; weights?: { keyword?: number; vector?: number }; k?: number };
    boosts?: SearchBoost[];
    contextExpansion?: number;
    highlight?: boolean;
    facets?: string[];
    matchThreshold?: number;
    explain?: boolean;
    partial?: "allow" | "refuse";
  }

  /** With one of `value`, `range`, `exists` and `decay`. */
  interface SearchBoost {
    field: string;
    weight: number;
    value?: string | number | boolean;
    range?: { gte?: number; lte?: number };
    exists?: true;
    decay?: { origin: number | string; scale: number; function?: "exponential" | "gauss" | "linear" };
  }

  interface SearchResult {
    /** Best first. */
    hits: SearchHit[];
    facets: Record<string, Record<string, number>>;
    took: number;
    cursor?: string | null;
    failed: { leg: string; detail: string }[];
  }

  interface SearchHit {
    id: string;
    score: number;
    /** The passage that fits best. */
    text: string;
    fields: Record<string, any>;
    metadata: Record<string, any>;
    highlights?: Record<string, string[]> | null;
    explain?: SearchExplanation | null;
  }

  interface SearchExplanation {
    what: string;
    value: number;
    parts: SearchExplanation[];
  }

  interface SearchEvaluationRequest {
    queries: Record<string, string>;
    judgments: Record<string, Record<string, number>>;
    settings?: Record<string, SearchQuery>;
  }

  interface SearchEvaluation {
    queries: number;
    settings: Record<string, { ndcg10: number; recall100: number; map: number; mrr: number }>;
    compared: { setting: string; with: string; difference: number; p: number; perQuery: Record<string, number> }[];
  }

  type Outcome = "answered" | "refused" | "exhausted" | "failed" | "lost";

  interface Invocation {
    /** 16 hex digits; the answer's header `Mayfly-Invocation`. */
    id: string;
    /** W3C Trace Context, 32 hex digits. */
    trace: string;
    account: string;
    function: string;
    version: string;
    /** ISO 8601. */
    startedAt: string;
    method: string;
    url: string;
    status: number;
    outcome: Outcome;
    /** Of an outcome other than `answered`: which limit, which failure. */
    code?: string | null;
    /** Message and stack. */
    detail?: string | null;
    usage: Usage;
    logs: LogLine[];
    spans: Span[];
  }

  /** Times in nanoseconds, memory in bytes. */
  interface Usage {
    cpuNs: number;
    allocatedBytes: number;
    /** The largest live heap that was measured; left out where less than the limit was allocated in all, so that nobody looked. */
    heapPeakBytes?: number;
    wallNs: number;
    queuedNs: number;
  }

  interface LogLine {
    /** ISO 8601. */
    at: string;
    level: string;
    text: string;
  }

  /** A piece of the trace, in nanoseconds from the start of the request. */
  interface Span {
    id: string;
    parent?: string | null;
    name: string;
    startNs: number;
    endNs: number;
    attributes: Record<string, string>;
    error?: string | null;
  }
}
