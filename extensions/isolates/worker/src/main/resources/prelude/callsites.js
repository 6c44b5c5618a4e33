// Call sites as V8 hands them to Error.prepareStackTrace: what the text of a stack says of each, and never a function or a receiver.
(kit) => {
  "use strict";
  const MOST = 100;
  // "at async Kind.name (file:1:2)", "at file:1:2", "at new Promise (native)".
  const FRAME = /^\s*at (?:(async) )?(?:(new) )?(?:([^()]*?) \()?(.*?)(?::(\d+))?(?::(\d+))?\)?$/;

  function site(line) {
    const [, later, made, name = "", file = "", row, column] = FRAME.exec(line) ?? [];
    const dot = name.lastIndexOf(".");
    const number = (text) => (text === undefined ? null : Number(text));
    const nameOf = (text) => (text === "" ? null : text);
    const where = () => nameOf(file);
    return {
      getThis: () => undefined, getFunction: () => undefined, getTypeName: () => (dot > 0 ? name.slice(0, dot) : null),
      getFunctionName: () => nameOf(name.slice(dot + 1)), getMethodName: () => (dot > 0 ? nameOf(name.slice(dot + 1)) : null),
      getFileName: where, getScriptNameOrSourceURL: where, getLineNumber: () => number(row), getColumnNumber: () => number(column),
      getEnclosingLineNumber: () => number(row), getEnclosingColumnNumber: () => number(column), getEvalOrigin: () => undefined,
      getPosition: () => 0, getPromiseIndex: () => null, getScriptHash: () => "",
      isToplevel: () => dot < 0, isEval: () => false, isNative: () => file === "native", isConstructor: () => made !== undefined,
      isAsync: () => later !== undefined, isPromiseAll: () => false, toString: () => line.replace(/^\s*at /, ""),
    };
  }

  return { sites: (frames) => frames.split("\n").filter((line) => /^\s*at /.test(line)).slice(0, MOST).map(site) };
}
