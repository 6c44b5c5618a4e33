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
   * The binding `memory`: what agents of this account remember, a profile for each person or thing. Each call counts as a subrequest; rejects with
   * {@link CallError}. docs/memory.md says more. The namespace is `default` unless it is said.
   */
  interface Memory {
    getProfile(name: string, options?: { namespace?: string }): MemoryProfile;
    /** For good: messages, memories, vectors, marks of what was forgotten. */
    deleteProfile(name: string, options?: { namespace?: string }): Promise<{ memories: number; messages: number; remaining: number }>;
    profiles(options?: { namespace?: string; after?: string; limit?: number }): Promise<MemoryProfileInfo[]>;
    namespaces(): Promise<MemoryNamespace[]>;
    namespace(namespace: string): Promise<MemoryNamespace>;
    putNamespace(namespace: string, settings: MemoryNamespaceSettings): Promise<MemoryNamespace>;
    /** Its settings; a conflict while it has profiles. */
    deleteNamespace(namespace: string): Promise<void>;
  }

  interface MemoryProfile {
    /** Keeps what was said and has memories made of it; with `wait` they are found once this resolves. The same messages again change nothing. */
    ingest(
      messages: Iterable<MemoryMessage>,
      options?: { sessionId?: string; wait?: boolean; acl?: string[]; metadata?: Record<string, unknown>; restore?: boolean },
    ): Promise<MemoryJob>;
    /** Keeps one memory, a fact unless it says otherwise. A newer one of the same key supersedes what was known under it. */
    remember(memory: NewMemory): Promise<MemoryEntry>;
    recall(query: string, options?: MemoryRecall): Promise<MemoryRecalled>;
    list(options?: {
      limit?: number;
      cursor?: string;
      type?: MemoryType;
      sessionId?: string;
      key?: string;
      superseded?: boolean;
    }): Promise<{ memories: MemoryEntry[]; cursor?: string | null }>;
    get(id: string): Promise<MemoryEntry>;
    /** `unset` takes ends away; an empty `key` the key. */
    correct(id: string, correction: Partial<Omit<NewMemory, "sessionId">> & { unset?: ("validTo" | "ttl")[] }): Promise<MemoryEntry>;
    /** With the messages that it is made of, unless they are to be kept. */
    delete(id: string, options?: { sources?: "keep" }): Promise<{ memories: number; messages: number }>;
    deleteSession(id: string): Promise<{ memories: number; messages: number }>;
    /** First tells what would be forgotten; with the `confirm` that it told, forgets that. */
    forget(forgetting: {
      query?: string;
      ids?: string[];
      types?: MemoryType[];
      sessionId?: string;
      filter?: object;
      acl?: string[];
      limit?: number;
      confirm?: string;
    }): Promise<{ done: boolean; memories: MemoryEntry[]; deletedMemories: number; deletedMessages: number; confirm?: string | null }>;
    /** In Markdown. */
    getSummary(options?: { sessionId?: string }): Promise<{ summary: string; memories: number }>;
    history(key: string): Promise<MemoryEntry[]>;
    /** A line of JSON each; the last one has a `cursor` where there is more. */
    export(options?: { cursor?: string }): Promise<string>;
    import(
      lines: string,
      options?: { restore?: boolean },
    ): Promise<{ messages: number; memories: number; marks: number; unchanged: number; forgotten: number; refused: { line: number; code: string; detail: string }[] }>;
    job(id: string): Promise<MemoryJob>;
    rebuild(options?: { wait?: boolean }): Promise<MemoryJob>;
    info(): Promise<MemoryProfileInfo>;
  }

  type MemoryType = "fact" | "event" | "instruction" | "task";

  interface MemoryMessage {
    /** Unique in its session; made of the content where it is left out. */
    id?: string;
    role: "system" | "user" | "assistant" | "tool";
    speaker?: string;
    content: string;
    timestamp?: string | Date;
  }

  interface NewMemory {
    content: string;
    type?: MemoryType;
    key?: string;
    validFrom?: string | Date;
    validTo?: string | Date;
    /** As ISO 8601 has it: `P7D`. */
    ttl?: string;
    metadata?: Record<string, unknown>;
    sessionId?: string;
    /** Who may see it; nobody named: everybody. */
    acl?: string[];
    importance?: number;
  }

  interface MemoryRecall {
    limit?: number;
    types?: MemoryType[];
    sessionId?: string;
    /** What "yesterday" counts from; a day (`2026-01-31`) is its beginning in UTC. */
    referenceDate?: string | Date;
    /** What held then. */
    asOf?: string | Date;
    /** What was known then: without what was recorded later. */
    knownAt?: string | Date;
    filter?: object;
    /** On whose behalf; left out: only what everybody may see is found. */
    acl?: string[];
    budgetTokens?: number;
    explain?: boolean;
    /** Takes a model. */
    answer?: "none" | "short" | "long";
    /** As a budget: 2,000, 4,000 or 8,000 tokens. */
    thinkingLevel?: "low" | "medium" | "high";
    /** As an answer of that length; `medium` is `long`. Where there is no model the answer is empty, and the candidates are there. */
    responseLength?: "short" | "medium" | "long";
  }

  interface MemorySource {
    messageId: string;
    sessionId: string;
    timestamp: string;
    speaker: string;
    excerpt: string;
  }

  interface MemoryRecalled {
    count: number;
    candidates: {
      id: string;
      type: MemoryType;
      summary: string;
      content: string;
      score: number;
      key?: string;
      sessionId?: string;
      validFrom: string;
      validTo?: string;
      /** It tries to tell the agent what to do. */
      suspicious: boolean;
      sources: MemorySource[];
      explain?: { name: string; rank: number; score: number; share: number }[];
    }[];
    /** Empty where the candidates do not say. */
    answer?: string;
    /** Ids of candidates. */
    citations?: string[];
    took: number;
  }

  interface MemoryEntry {
    id: string;
    type: MemoryType;
    summary: string;
    content: string;
    key?: string;
    sessionId?: string;
    validFrom: string;
    validTo?: string;
    createdAt: string;
    updatedAt: string;
    expiresAt?: string;
    supersededAt?: string;
    supersededBy?: string;
    importance: number;
    suspicious: boolean;
    origin: "told" | "derived" | "model" | "corrected";
    metadata: Record<string, unknown>;
    acl: string[];
    sources: MemorySource[];
  }

  interface MemoryJob {
    id: string;
    kind: string;
    status: "queued" | "deriving" | "embedding" | "done" | "failed";
    counts: { messages: number; added: number; updated: number; unchanged: number; forgotten: number; redacted: number; memories: number };
    createdAt: string;
    finishedAt?: string | null;
    problem?: string | null;
  }

  interface MemoryProfileInfo {
    name: string;
    messages: number;
    memories: number;
    bytes: number;
    encrypted: boolean;
    waiting: number;
    createdAt: string;
  }

  interface MemoryNamespaceSettings {
    retentionDays?: number | null;
    taskDays?: number | null;
    halfLifeDays?: number | null;
    redact?: ("card" | "secret" | "password" | "iban" | "email")[] | null;
  }

  interface MemoryNamespace {
    name: string;
    settings: MemoryNamespaceSettings;
    createdAt: string;
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
    /** Of one index, or of several with commas between their names: `"docs,news"`. */
    search(index: string, query: SearchQuery): Promise<SearchResult>;
    /** How good the rankings of several settings are, held against judgments. */
    eval(index: string, request: SearchEvaluationRequest): Promise<SearchEvaluation>;

    /** An index in the shape of AI Search: an instance that has items. It need not be there yet. */
    get(id: string): SearchInstance;
    list(options?: { search?: string; page?: number; per_page?: number }): Promise<SearchInstanceInfo[]>;
    create(config: { id: string } & SearchInstanceConfig): Promise<SearchInstance>;
    delete(id: string): Promise<void>;
    /** Of the instances in `ai_search_options.instance_ids`. */
    search(asked: SearchAsked): Promise<SearchChunks>;
  }

  interface SearchInstance {
    search(asked: SearchAsked): Promise<SearchChunks>;
    info(): Promise<SearchInstanceInfo>;
    stats(): Promise<SearchStats>;
    update(config: SearchInstanceConfig): Promise<SearchInstanceInfo>;
    items: {
      upload(key: string, content: BodyInit, options?: { metadata?: Record<string, unknown>; acl?: string[] }): Promise<SearchItem>;
      /** Resolves when it is found by its words and its meaning. */
      uploadAndPoll(key: string, content: BodyInit, options?: { metadata?: Record<string, unknown>; acl?: string[] }): Promise<SearchItem>;
      get(key: string): { info(): Promise<SearchItem>; download(): Promise<Response>; delete(): Promise<void> };
      delete(key: string): Promise<void>;
    };
  }

  type SearchInstanceInfo = Omit<SearchIndex, "name"> & { id: string };

  interface SearchInstanceConfig {
    fields?: Record<string, SearchField>;
    chunking?: SearchChunking;
    /** In characters. */
    chunk_size?: number;
    chunk_overlap?: number;
    /** Metadata needs no declaration: what stands here changes nothing. */
    custom_metadata?: { field_name: string; data_type: string }[];
  }

  interface SearchItem {
    id: string;
    key: string;
    metadata?: Record<string, any>;
    acl?: string[];
    status?: "completed" | "queued";
  }

  interface SearchAsked {
    query?: string;
    /** The last of the user's is what is searched for. */
    messages?: { role: string; content: string }[];
    ai_search_options?: {
      instance_ids?: string[];
      retrieval?: {
        retrieval_type?: "hybrid" | "keyword" | "vector";
        fusion_method?: "convex" | "rrf";
        match_threshold?: number;
        max_num_results?: number;
        filters?: object;
        context_expansion?: number;
        /** `true`: where the meaning cannot be had, words answer alone and `errors` says so. */
        return_on_failure?: boolean;
        boost_by?: { field: string; direction?: "exists" | "not_exists"; weight?: number }[];
        /** On whose behalf; left out: only what everybody may see is found. */
        acl?: string[];
      };
      /** Refused where it is enabled. */
      reranking?: { enabled: boolean };
      cache?: object;
    };
  }

  interface SearchChunks {
    search_query: string;
    chunks: {
      /** Of the item. */
      id: string;
      type: "text";
      score: number;
      text: string;
      instance_id: string;
      item: { key: string; metadata: Record<string, any> };
      scoring_details: {
        keyword_score?: number;
        vector_score?: number;
        keyword_rank?: number;
        vector_rank?: number;
        fusion_method?: "convex" | "rrf";
      };
    }[];
    errors?: { message: string }[];
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
    structure?: "text" | "markdown" | "html" | "pdf";
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
    /** Words of the first documents that the query's words find are searched for, too (default 10 documents, 20 words, weight 0.3). */
    feedback?: { documents?: number; words?: number; weight?: number };
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
    /** That has the document. */
    index: string;
    id: string;
    score: number;
    /** The passage that fits best. */
    text: string;
    /** Without the vector that the document brought along. */
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
