// Where tests find a shared buffer by way of WebAssembly, which isolates do not have.
globalThis.WebAssembly = { Memory: class Memory { buffer = new SharedArrayBuffer(65536); } };
