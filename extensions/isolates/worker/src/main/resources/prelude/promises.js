// Promises as the standards use them: with what Promise had when the worker began, whatever a guest made of it since.
(kit) => {
  "use strict";
  const { apply, then, resolve, Later } = kit;

  function nothing() {}

  function deferred() {
    const made = { promise: null, resolve: null, reject: null };
    made.promise = new Later((yes, no) => { made.resolve = yes; made.reject = no; });
    return made;
  }

  function resolved(value) {
    return apply(resolve, Later, [value]);
  }

  // A promise of its own also around a promise: the standard has streams start some turns later than that.
  function wrapped(value) {
    return new Later((yes) => yes(value));
  }

  function rejected(error) {
    return new Later((_, no) => no(error));
  }

  function react(promise, fulfilled, failed = undefined) {
    return apply(then, promise, [fulfilled, failed]);
  }

  // Marks a promise as handled: nobody is told if it is rejected.
  function calm(promise) {
    react(promise, nothing, nothing);
    return promise;
  }

  // Calls an author's method; what it throws becomes a rejection.
  function promised(call) {
    try {
      return resolved(call());
    } catch (error) {
      return rejected(error);
    }
  }

  return { nothing, deferred, resolved, wrapped, rejected, react, calm, promised };
}
