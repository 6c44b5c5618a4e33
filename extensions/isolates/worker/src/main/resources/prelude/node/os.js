// node:os: what any machine would say, since functions are told nothing of theirs.
//= EOL, arch, availableParallelism, constants, cpus, devNull, endianness, freemem, getPriority, homedir, hostname, loadavg, machine, networkInterfaces
//= platform, release, setPriority, tmpdir, totalmem, type, uptime, userInfo, version
(kit) => {
  "use strict";
  const { unavailable } = kit.part("node/errors");
  const SIGNALS = {
    SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGILL: 4, SIGTRAP: 5, SIGABRT: 6, SIGIOT: 6, SIGBUS: 7, SIGFPE: 8, SIGKILL: 9, SIGUSR1: 10, SIGSEGV: 11, SIGUSR2: 12,
    SIGPIPE: 13, SIGALRM: 14, SIGTERM: 15, SIGSTKFLT: 16, SIGCHLD: 17, SIGCONT: 18, SIGSTOP: 19, SIGTSTP: 20, SIGTTIN: 21, SIGTTOU: 22, SIGURG: 23, SIGXCPU: 24,
    SIGXFSZ: 25, SIGVTALRM: 26, SIGPROF: 27, SIGWINCH: 28, SIGIO: 29, SIGPOLL: 29, SIGPWR: 30, SIGSYS: 31,
  };
  const heap = () => kit.host.limit("heapBytes");
  return {
    EOL: "\n", devNull: "/dev/null", constants: Object.freeze({ signals: Object.freeze(SIGNALS), errno: Object.freeze({}), priority: Object.freeze({}) }),
    arch: () => "x64", availableParallelism: () => 1, cpus: () => [], endianness: () => "LE", freemem: heap, totalmem: heap, homedir: () => "/",
    hostname: () => "localhost", loadavg: () => [0, 0, 0], machine: () => "x86_64", networkInterfaces: () => ({}), platform: () => "linux", release: () => "",
    tmpdir: () => "/tmp", type: () => "Linux", uptime: () => 0, version: () => "", getPriority: () => 0,
    setPriority() { throw unavailable("os.setPriority()", "the platform schedules functions"); },
    userInfo: () => ({ username: "mayfly", uid: -1, gid: -1, shell: null, homedir: "/" }),
  };
}
