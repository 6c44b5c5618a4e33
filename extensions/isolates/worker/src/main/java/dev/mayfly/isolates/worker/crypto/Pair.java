package dev.mayfly.isolates.worker.crypto;

/** Two keys that belong together. */
record Pair(Key privateKey, Key publicKey) {}
