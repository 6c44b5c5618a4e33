// node:path, that of POSIX: names in a function have slashes.
//= basename, delimiter, dirname, extname, format, isAbsolute, join, matchesGlob, normalize, parse, posix, relative, resolve, sep, toNamespacedPath, win32
(kit) => {
  "use strict";
  const { TypeFailure, unavailable } = kit.part("node/errors");

  function text(value, name) {
    if (typeof value !== "string") throw new TypeFailure(name, "of type string", value);
    return value;
  }

  // The parts of a path without those that lead nowhere; what leads above a relative path stays.
  function walked(path, absolute) {
    const parts = [];
    for (const part of path.split("/")) {
      if (part === "" || part === ".") continue;
      if (part !== "..") parts.push(part);
      else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
      else if (!absolute) parts.push("..");
    }
    return parts.join("/");
  }

  const trimmed = (path) => path.replace(/(?<=[^/])\/+$/, "");

  const path = {
    sep: "/", delimiter: ":",
    isAbsolute: (given) => text(given, "path").startsWith("/"),
    normalize(given) {
      if (text(given, "path") === "") return ".";
      const absolute = given.startsWith("/");
      const inner = walked(given, absolute);
      const end = given.endsWith("/") ? "/" : "";
      if (inner === "") return absolute ? "/" : `.${end}`;
      return `${absolute ? "/" : ""}${inner}${end}`;
    },
    join(...parts) {
      const all = parts.map((part) => text(part, "path")).filter((part) => part !== "");
      return all.length === 0 ? "." : path.normalize(all.join("/"));
    },
    resolve(...parts) {
      let whole = "";
      for (let i = parts.length - 1; i >= 0 && !whole.startsWith("/"); i--) if (text(parts[i], `paths[${i}]`) !== "") whole = whole === "" ? parts[i] : `${parts[i]}/${whole}`;
      if (!whole.startsWith("/")) whole = `${kit.node("process").cwd()}/${whole}`;
      return `/${walked(whole, true)}`;
    },
    relative(from, to) {
      const one = path.resolve(text(from, "from")), other = path.resolve(text(to, "to"));
      const mine = one.split("/").filter(Boolean), theirs = other.split("/").filter(Boolean);
      let common = 0;
      while (common < mine.length && common < theirs.length && mine[common] === theirs[common]) common++;
      return [...mine.slice(common).map(() => ".."), ...theirs.slice(common)].join("/");
    },
    dirname(given) {
      const short = trimmed(text(given, "path"));
      const at = short.lastIndexOf("/");
      if (at < 0) return ".";
      if (at === 0) return "/";
      return at === 1 && short.startsWith("//") ? "//" : short.slice(0, at);
    },
    basename(given, suffix = undefined) {
      if (suffix !== undefined) text(suffix, "suffix");
      if (given === suffix) return "";
      const short = trimmed(text(given, "path"));
      const base = short === "/" || /^\/+$/.test(short) ? "" : short.slice(short.lastIndexOf("/") + 1);
      return suffix !== undefined && suffix !== base && base.endsWith(suffix) ? base.slice(0, base.length - suffix.length) : base;
    },
    extname(given) {
      const base = path.basename(text(given, "path"));
      const at = base.lastIndexOf(".");
      return at <= 0 || base === ".." ? "" : base.slice(at);
    },
    parse(given) {
      const root = text(given, "path").startsWith("/") ? "/" : "";
      const base = path.basename(given), ext = path.extname(given);
      const short = trimmed(given);
      const dir = short.includes("/") ? path.dirname(given) : root;
      return { root, dir: base === "" && root === "" ? "" : dir, base, ext, name: ext === "" ? base : base.slice(0, -ext.length) };
    },
    format(parts) {
      if (typeof parts !== "object" || parts === null) throw new TypeFailure("pathObject", "of type object", parts);
      const folder = parts.dir || parts.root;
      const ext = parts.ext ? `${parts.ext.startsWith(".") ? "" : "."}${parts.ext}` : "";
      const base = parts.base || `${parts.name || ""}${ext}`;
      return folder ? (folder === parts.root ? `${folder}${base}` : `${folder}/${base}`) : base;
    },
    toNamespacedPath: (given) => given,
    matchesGlob() { throw unavailable("path.matchesGlob", "there are no files to match"); },
  };
  path.posix = path;
  path.win32 = undefined;
  return path;
}
