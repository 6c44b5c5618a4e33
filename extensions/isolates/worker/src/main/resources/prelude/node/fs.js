// node:fs: functions have no files. Whether one exists can be asked; everything else says so.
//= existsSync, readFileSync, writeFileSync, appendFileSync, readdirSync, statSync, lstatSync, fstatSync, mkdirSync, mkdtempSync, rmSync, rmdirSync, unlinkSync
//= renameSync, copyFileSync, accessSync, openSync, closeSync, readSync, writeSync, realpathSync, chmodSync, symlinkSync, readlinkSync, readFile, writeFile
//= appendFile, readdir, stat, lstat, fstat, mkdir, mkdtemp, rm, rmdir, unlink, rename, copyFile, access, open, close, read, write, realpath, chmod, symlink
//= readlink, exists, watch, watchFile, unwatchFile, createReadStream, createWriteStream, constants, promises, Stats, Dirent, ReadStream, WriteStream
//= F_OK, R_OK, W_OK, X_OK, Dir, FileReadStream, FileWriteStream, opendir, opendirSync, cp, cpSync, link, linkSync, truncate, truncateSync, ftruncate
//= ftruncateSync, fsync, fsyncSync, fdatasync, fdatasyncSync, utimes, utimesSync, futimes, futimesSync, lutimes, lutimesSync, chown, chownSync, fchown
//= fchownSync, lchown, lchownSync, fchmod, fchmodSync, lchmod, lchmodSync, readv, readvSync, writev, writevSync, statfs, statfsSync, openAsBlob, glob, globSync
(kit) => {
  "use strict";
  const { unavailable } = kit.part("node/errors");
  const WHY = "functions have no files; import what they need as modules of the bundle";
  const OPERATIONS = [
    "readFile", "writeFile", "appendFile", "readdir", "stat", "lstat", "fstat", "mkdir", "mkdtemp", "rm", "rmdir", "unlink", "rename", "copyFile", "access", "open",
    "close", "read", "write", "realpath", "chmod", "symlink", "readlink", "opendir", "cp", "link", "truncate", "ftruncate", "fsync", "fdatasync", "utimes", "futimes",
    "lutimes", "chown", "fchown", "lchown", "fchmod", "lchmod", "readv", "writev", "statfs", "glob",
  ];
  const refused = (name) => Object.assign(unavailable(`fs.${name}`, WHY), { code: "ENOENT", errno: -2, syscall: name });
  const fs = {
    existsSync: () => false,
    exists(path, done) { queueMicrotask(() => done(false)); },
    constants: Object.freeze({ F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1, O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2, COPYFILE_EXCL: 1 }),
    get promises() { return kit.node("fs/promises"); },
  };
  for (const name of OPERATIONS) {
    fs[`${name}Sync`] = function missing(path, options) {
      if ((name === "stat" || name === "lstat") && options?.throwIfNoEntry === false) return undefined;
      throw refused(`${name}Sync`);
    };
    fs[name] = function missing(...values) {
      const done = values.at(-1);
      if (typeof done !== "function") throw refused(name);
      queueMicrotask(() => done(refused(name)));
    };
  }
  for (const name of ["watch", "watchFile", "createReadStream", "createWriteStream", "Stats", "Dirent", "Dir", "ReadStream", "WriteStream", "FileReadStream", "FileWriteStream", "openAsBlob"]) {
    fs[name] = function missing() { throw refused(name); };
  }
  fs.unwatchFile = () => {};
  const { F_OK, R_OK, W_OK, X_OK } = fs.constants;
  return Object.assign(fs, { F_OK, R_OK, W_OK, X_OK });
}
