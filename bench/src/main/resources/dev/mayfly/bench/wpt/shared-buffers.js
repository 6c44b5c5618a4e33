// Buffers of either kind, for tests that try both.
const createBuffer = (type, length, options) => new (type === "SharedArrayBuffer" ? SharedArrayBuffer : ArrayBuffer)(length, options);
