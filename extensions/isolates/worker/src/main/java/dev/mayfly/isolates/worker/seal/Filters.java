package dev.mayfly.isolates.worker.seal;

import static dev.mayfly.isolates.worker.seal.Filter.ALLOW;
import static dev.mayfly.isolates.worker.seal.Filter.REFUSE;
import static dev.mayfly.isolates.worker.seal.Filter.UNKNOWN;
import static dev.mayfly.isolates.worker.seal.Filter.both;
import static dev.mayfly.isolates.worker.seal.Filter.hasBits;
import static dev.mayfly.isolates.worker.seal.Filter.hasNoneUnless;
import static dev.mayfly.isolates.worker.seal.Filter.isInt;
import static dev.mayfly.isolates.worker.seal.Filter.isNull;
import static dev.mayfly.isolates.worker.seal.Filter.isOneOf;
import static dev.mayfly.isolates.worker.seal.SystemCall.*;

/**
 * The two filters of a worker. The wall holds from the JVM's first instruction, so it must let it start: it refuses what no JVM ever
 * needs. The seal comes when the start is over: it allows what a running JVM needs, and refuses all else.
 */
public final class Filters {
    private static final int AF_UNIX = 1;
    private static final int PROT_EXEC = 0x4;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int CLONE_THREAD = 0x10000;
    private static final int CLONE_NEW_NAMESPACES = 0x7E020080;
    private static final int PRIO_PROCESS = 0;
    private static final int FIONREAD = 0x541B;
    /** Types into a terminal as its user would (ioctl_tty(2)). */
    private static final int TIOCSTI = 0x5412;
    /** Selects and pastes on a console (ioctl_console(2)). */
    private static final int TIOCLINUX = 0x541C;

    private static final int[] PRCTL_NAMES = {15, 16, 0x53564d41};
    /** F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC: none that has signals sent. */
    private static final int[] FCNTL_OF_DESCRIPTORS = {0, 1, 2, 3, 4, 1030};

    private Filters() {}

    /** The filter that bubblewrap sets before it starts the JVM. */
    public static byte[] wall(Architecture architecture) {
        return new Filter(architecture)
                .decide(UNKNOWN, clone3)
                .allowIf(clone, thread())
                .allowIf(socket, isInt(0, AF_UNIX))
                .allowIf(socketpair, isInt(0, AF_UNIX))
                .decide(REFUSE, fork, vfork, accept, accept4, bind, listen)
                .decide(REFUSE, ptrace, process_vm_readv, process_vm_writev, process_madvise, process_mrelease, kcmp)
                .decide(REFUSE, pidfd_open, pidfd_getfd, pidfd_send_signal)
                .decide(REFUSE, mount, umount2, pivot_root, chroot, unshare, setns)
                .decide(REFUSE, open_tree, move_mount, fsopen, fsconfig, fsmount, fspick, mount_setattr)
                .decide(REFUSE, open_by_handle_at, name_to_handle_at, mknod, mknodat, fanotify_init)
                .decide(REFUSE, memfd_create, memfd_secret, userfaultfd, migrate_pages, move_pages)
                .decide(REFUSE, bpf, perf_event_open, io_uring_setup, io_uring_enter, io_uring_register)
                .decide(REFUSE, keyctl, add_key, request_key, lookup_dcookie, syslog, acct, quotactl, quotactl_fd)
                .decide(REFUSE, kexec_load, kexec_file_load, init_module, finit_module, delete_module)
                .decide(REFUSE, reboot, swapon, swapoff, sethostname, setdomainname, vhangup, nfsservctl, uselib)
                .decide(REFUSE, settimeofday, clock_settime, clock_adjtime, adjtimex)
                .decide(REFUSE, personality, iopl, ioperm, modify_ldt)
                // A worker stays in its host's session (see the host's Sandbox), whose terminal is not its to type
                // into.
                .refuseIf(ioctl, isOneOf(1, TIOCSTI, TIOCLINUX))
                .decide(REFUSE, setsid, setpgid)
                .otherwise(ALLOW);
    }

    /**
     * The filter that a worker puts on itself: nothing can be opened, connected or executed any more, only the descriptors that are
     * there be used. @param pid of the worker, as it sees itself: signals go to its own threads only
     */
    static byte[] seal(Architecture architecture, int pid) {
        return new Filter(architecture)
                .decide(ALLOW, futex, read, write, readv, writev, pread64, pwrite64, lseek, close, shutdown)
                .decide(ALLOW, clock_gettime, clock_getres, clock_nanosleep, nanosleep, gettimeofday, time, times)
                .allowIf(mmap, hasNoneUnless(2, PROT_EXEC, 3, MAP_ANONYMOUS))
                .decide(ALLOW, mprotect, munmap, madvise, mremap, mincore, brk)
                .allowIf(clone, thread())
                .decide(ALLOW, exit, exit_group, set_robust_list, get_robust_list, set_tid_address, rseq, membarrier)
                .decide(ALLOW, sched_yield, sched_getaffinity, sched_getparam, sched_getscheduler, getcpu, getpriority)
                .decide(ALLOW, sched_setattr)
                .allowIf(setpriority, isInt(0, PRIO_PROCESS))
                .decide(
                        ALLOW,
                        rt_sigaction,
                        rt_sigprocmask,
                        rt_sigreturn,
                        rt_sigtimedwait,
                        sigaltstack,
                        restart_syscall)
                .allowIf(tgkill, isInt(0, pid))
                .decide(ALLOW, poll, ppoll, select, pselect6, eventfd2, pipe2)
                .decide(ALLOW, epoll_create1, epoll_ctl, epoll_wait, epoll_pwait)
                .decide(ALLOW, dup, dup2, dup3, fstat, fstatfs, getdents64, fadvise64)
                .allowIf(fcntl, isOneOf(1, FCNTL_OF_DESCRIPTORS))
                .allowIf(ioctl, isInt(1, FIONREAD))
                .allowIf(prctl, isOneOf(0, PRCTL_NAMES))
                .allowIf(prlimit64, both(isOneOf(0, 0, pid), isNull(2)))
                .decide(ALLOW, getpid, getppid, gettid, getuid, geteuid, getgid, getegid)
                .decide(ALLOW, getrlimit, getrusage, getrandom, sysinfo, uname)
                // What a path leads to may be asked for, as the JVM does for jars that it holds open; not what is in
                // there.
                .decide(ALLOW, stat, lstat, newfstatat, statx, statfs, access, faccessat)
                .decide(ALLOW, readlink, readlinkat, getcwd)
                .from(clone3, UNKNOWN)
                .otherwise(REFUSE);
    }

    /** A thread of this process, in the namespaces that it is in. */
    private static Filter.Condition thread() {
        return hasBits(0, CLONE_THREAD | CLONE_NEW_NAMESPACES, CLONE_THREAD);
    }
}
