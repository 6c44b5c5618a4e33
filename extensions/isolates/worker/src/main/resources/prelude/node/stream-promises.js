// node:stream/promises
//= pipeline, finished
(kit) => {
  "use strict";
  const stream = kit.node("stream");
  return {
    pipeline: (...stages) => new Promise((resolve, reject) => stream.pipeline(...stages, (error, value) => (error ? reject(error) : resolve(value)))),
    finished: (one, options = undefined) => new Promise((resolve, reject) => stream.finished(one, options ?? {}, (error) => (error ? reject(error) : resolve()))),
  };
}
