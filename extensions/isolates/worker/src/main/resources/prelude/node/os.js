// node:os: what any machine would say, since functions are told nothing of theirs.
//= EOL, arch, availableParallelism, constants, cpus, devNull, endianness, freemem, getPriority, homedir, hostname, loadavg, machine, networkInterfaces
//= platform, release, setPriority, tmpdir, totalmem, type, uptime, userInfo, version
(kit) => {
  "use strict";
  const { unavailable } = kit.part("node/errors");
  const heap = () => kit.host.limit("heapBytes");
  return {
    EOL: "\n", devNull: "/dev/null", constants: Object.freeze({ signals: Object.freeze({}), errno: Object.freeze({}), priority: Object.freeze({}) }),
    arch: () => "x64", availableParallelism: () => 1, cpus: () => [], endianness: () => "LE", freemem: heap, totalmem: heap, homedir: () => "/",
    hostname: () => "localhost", loadavg: () => [0, 0, 0], machine: () => "x86_64", networkInterfaces: () => ({}), platform: () => "linux", release: () => "",
    tmpdir: () => "/tmp", type: () => "Linux", uptime: () => 0, version: () => "", getPriority: () => 0,
    setPriority() { throw unavailable("os.setPriority()", "the platform schedules functions"); },
    userInfo: () => ({ username: "mayfly", uid: -1, gid: -1, shell: null, homedir: "/" }),
  };
}
