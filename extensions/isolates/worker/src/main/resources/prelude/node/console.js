// node:console
//= Console, assert, clear, count, countReset, debug, dir, dirxml, error, group, groupCollapsed, groupEnd, info, log, table, time, timeEnd, timeLog, timeStamp
//= profile, profileEnd, trace, warn
(kit) => {
  "use strict";
  const { console } = kit.part("console");
  class Console { constructor() { Object.assign(this, console); } }
  return Object.assign(Object.create(console), console, { Console });
}
