import assert from "node:assert";
import path from "node:path";
import posix from "node:path/posix";

export default {
  "joins, resolves and makes normal"() {
    assert.equal(path.join("/a", "..", "b", "./c/"), "/b/c/");
    assert.equal(path.join("", ""), ".");
    assert.equal(path.join("a", "../../b"), "../b");
    assert.equal(path.normalize("/../a//b/./c/.."), "/a/b");
    assert.equal(path.normalize("./a/"), "a/");
    assert.equal(path.normalize("./"), "./");
    assert.equal(path.normalize(""), ".");
    assert.equal(path.resolve("/a/b", "../c", "d"), "/a/c/d");
    assert.equal(path.resolve("/a", "/b/"), "/b");
    assert.equal(path.relative("/a/b/c", "/a/d"), "../../d");
    assert.equal(path.relative("/a", "/a"), "");
    assert.throws(() => path.join("a", 5), { code: "ERR_INVALID_ARG_TYPE" });
  },
  "takes paths apart"() {
    for (const [given, dir, base, ext] of [
      ["/a/b.txt", "/a", "b.txt", ".txt"], ["b", ".", "b", ""], ["/", "/", "", ""], ["/a/", "/", "a", ""], ["a/b/", "a", "b", ""], [".bashrc", ".", ".bashrc", ""],
      ["a.b.c", ".", "a.b.c", ".c"], ["a.", ".", "a.", "."], ["..", ".", "..", ""], ["//a", "//", "a", ""], ["", ".", "", ""], ["/a//b", "/a/", "b", ""],
    ]) assert.deepEqual([path.dirname(given), path.basename(given), path.extname(given)], [dir, base, ext], given);
    assert.equal(path.basename("/a/b.txt", ".txt"), "b");
    assert.equal(path.basename("a/b.txt", "b.txt"), "b.txt");
    assert.deepEqual(path.parse("/home/user/file.txt"), { root: "/", dir: "/home/user", base: "file.txt", ext: ".txt", name: "file" });
    assert.deepEqual(path.parse("./a"), { root: "", dir: ".", base: "a", ext: "", name: "a" });
    assert.deepEqual(path.parse("/"), { root: "/", dir: "/", base: "", ext: "", name: "" });
    assert.equal(path.format({ dir: "/a", name: "b", ext: ".c" }), "/a/b.c");
    assert.equal(path.format({ root: "/", base: "x" }), "/x");
    assert.equal(path.isAbsolute("/a") && !path.isAbsolute("a"), true);
    assert.equal(path.sep + path.delimiter, "/:");
    assert.equal(posix.join, path.join);
  },
};
