// node:fs/promises: functions have no files.
//= readFile, writeFile, appendFile, readdir, stat, lstat, mkdir, mkdtemp, rm, rmdir, unlink, rename, copyFile, access, open, realpath, chmod, symlink, readlink
//= constants, watch
(kit) => {
  "use strict";
  const fs = kit.node("fs");
  const made = { constants: fs.constants };
  for (const name of [
    "readFile", "writeFile", "appendFile", "readdir", "stat", "lstat", "mkdir", "mkdtemp", "rm", "rmdir", "unlink", "rename", "copyFile", "access", "open", "realpath",
    "chmod", "symlink", "readlink",
  ]) made[name] = async () => fs[`${name}Sync`]();
  made.watch = async function* watch() { fs.watch(); };
  return made;
}
