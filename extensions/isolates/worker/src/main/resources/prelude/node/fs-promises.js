// node:fs/promises: functions have no files.
//= readFile, writeFile, appendFile, readdir, stat, lstat, mkdir, mkdtemp, rm, rmdir, unlink, rename, copyFile, access, open, realpath, chmod, symlink, readlink
//= constants, watch, opendir, cp, link, truncate, utimes, lutimes, chown, lchown, lchmod, statfs, glob
(kit) => {
  "use strict";
  const fs = kit.node("fs");
  const made = { constants: fs.constants };
  for (const name of [
    "readFile", "writeFile", "appendFile", "readdir", "stat", "lstat", "mkdir", "mkdtemp", "rm", "rmdir", "unlink", "rename", "copyFile", "access", "open", "realpath",
    "chmod", "symlink", "readlink", "opendir", "cp", "link", "truncate", "utimes", "lutimes", "chown", "lchown", "lchmod", "statfs",
  ]) made[name] = async () => fs[`${name}Sync`]();
  made.glob = async function* glob() { fs.globSync(); };
  made.watch = async function* watch() { fs.watch(); };
  return made;
}
