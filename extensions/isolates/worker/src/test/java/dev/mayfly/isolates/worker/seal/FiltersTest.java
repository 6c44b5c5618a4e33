package dev.mayfly.isolates.worker.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.isolates.worker.seal.Bpf.Label;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The filters, run as the kernel would, for both processors. */
class FiltersTest {
    private static final int PID = 77;
    private static final int THREAD = 0x3d0f00; // what glibc asks for
    private static final int EXECUTABLE = 7;
    private static final int PRIVATE_ANONYMOUS = 0x22;
    private static final int PRIVATE_FILE = 0x02;

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void theSealAllowsThreadsAndMemory(Architecture here) {
        assertThat(seal(here, SystemCall.clone, THREAD)).isEqualTo(Filter.ALLOW);
        assertThat(seal(here, SystemCall.mmap, 0, 4096, EXECUTABLE, PRIVATE_ANONYMOUS))
                .isEqualTo(Filter.ALLOW);
        assertThat(seal(here, SystemCall.mmap, 0, 4096, 1, PRIVATE_FILE)).isEqualTo(Filter.ALLOW);
        assertThat(seal(here, SystemCall.tgkill, PID, 78, 12)).isEqualTo(Filter.ALLOW);
        assertThat(seal(here, SystemCall.prlimit64, 0, 7, 0, 4096)).isEqualTo(Filter.ALLOW);
        assertThat(seal(here, SystemCall.futex)).isEqualTo(Filter.ALLOW);
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void theSealRefusesProcessesFilesSocketsAndForeignSignals(Architecture here) {
        assertThat(seal(here, SystemCall.clone, 17)).isEqualTo(Filter.REFUSE);
        assertThat(seal(here, SystemCall.clone, THREAD | 0x20000)).isEqualTo(Filter.REFUSE);
        assertThat(seal(here, SystemCall.mmap, 0, 4096, EXECUTABLE, PRIVATE_FILE))
                .isEqualTo(Filter.REFUSE);
        assertThat(seal(here, SystemCall.tgkill, 1, 1, 9)).isEqualTo(Filter.REFUSE);
        assertThat(seal(here, SystemCall.prlimit64, 0, 7, 1L << 32, 0)).isEqualTo(Filter.REFUSE);
        assertThat(seal(here, SystemCall.prctl, 4, 1)).isEqualTo(Filter.REFUSE);
        for (var call : Arrays.asList(SystemCall.openat, SystemCall.socket, SystemCall.connect, SystemCall.execve))
            assertThat(seal(here, call)).as(call.name()).isEqualTo(Filter.REFUSE);
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void whatCameLastIsUnknownSoThatLibrariesTakeTheirOlderWay(Architecture here) {
        assertThat(seal(here, SystemCall.clone3)).isEqualTo(Filter.UNKNOWN);
        assertThat(seal(here, SystemCall.openat2)).isEqualTo(Filter.UNKNOWN);
        assertThat(run(
                        Filters.wall(here),
                        here.audit(),
                        SystemCall.clone3.number(here).orElseThrow()))
                .isEqualTo(Filter.UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void theWallLetsAJvmStart(Architecture here) {
        for (var call : Arrays.asList(SystemCall.execve, SystemCall.openat, SystemCall.mmap, SystemCall.connect))
            assertThat(wall(here, call)).as(call.name()).isEqualTo(Filter.ALLOW);
        assertThat(wall(here, SystemCall.socket, 1, 1)).isEqualTo(Filter.ALLOW);
        assertThat(wall(here, SystemCall.clone, THREAD)).isEqualTo(Filter.ALLOW);
        assertThat(wall(here, SystemCall.socket, 2, 1)).isEqualTo(Filter.REFUSE);
        assertThat(wall(here, SystemCall.clone, 0x10000000)).isEqualTo(Filter.REFUSE);
        for (var call : Arrays.asList(SystemCall.ptrace, SystemCall.mount, SystemCall.unshare, SystemCall.bpf))
            assertThat(wall(here, call)).as(call.name()).isEqualTo(Filter.REFUSE);
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void theWallKeepsAWorkerFromItsHostsTerminal(Architecture here) {
        long typing = 0x5412;
        assertThat(wall(here, SystemCall.ioctl, 0, typing)).isEqualTo(Filter.REFUSE);
        assertThat(wall(here, SystemCall.ioctl, 0, (1L << 32) + typing))
                .as("the kernel looks at 32 bits")
                .isEqualTo(Filter.REFUSE);
        assertThat(wall(here, SystemCall.ioctl, 0, 0x541C)).isEqualTo(Filter.REFUSE);
        assertThat(wall(here, SystemCall.ioctl, 0, 0x541B)).isEqualTo(Filter.ALLOW);
        assertThat(wall(here, SystemCall.setsid)).isEqualTo(Filter.REFUSE);
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void anotherSetOfNumbersDoesNotGoRoundTheRules(Architecture here) {
        var wall = Filters.wall(here);
        int read = SystemCall.read.number(here).orElseThrow();
        assertThat(run(wall, here.audit(), read)).isEqualTo(Filter.ALLOW);
        assertThat(run(wall, here.audit(), 0x40000000 + read)).isEqualTo(Filter.REFUSE);
        assertThat(run(wall, 0x40000003, read)).as("32 bits").isEqualTo(Filter.REFUSE);
    }

    @Test
    void aJumpThatIsTooFarIsRefused() {
        var near = new Label();
        var far = new Label();
        var bpf = new Bpf().ifEqual(1, far, near).mark(near);
        for (int i = 0; i < 256; i++) bpf.load(Bpf.NUMBER);
        assertThatThrownBy(() -> bpf.mark(far).decide(0).assemble()).hasMessageContaining("a jump of 256");
    }

    @Test
    void aProgramThatIsTooLongIsRefused() {
        var bpf = new Bpf();
        for (int i = 0; i < Bpf.INSTRUCTIONS_MAX; i++) bpf.load(Bpf.NUMBER);
        assertThatThrownBy(() -> bpf.decide(0).assemble()).hasMessageContaining("4097 instructions");
    }

    private static int seal(Architecture here, SystemCall call, long... arguments) {
        return run(Filters.seal(here, PID), here.audit(), call.number(here).orElseThrow(), arguments);
    }

    private static int wall(Architecture here, SystemCall call, long... arguments) {
        return run(Filters.wall(here), here.audit(), call.number(here).orElseThrow(), arguments);
    }

    /** The kernel's interpreter, as far as filters of system calls need it. */
    private static int run(byte[] program, int audit, int number, long... arguments) {
        var data = ByteBuffer.allocate(64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .putInt(audit)
                .putLong(0);
        for (long argument : arguments) data.putLong(argument);
        var code = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
        int word = 0;
        for (int at = 0; ; at++) {
            int value = code.getInt(8 * at + 4);
            boolean jumps = false;
            boolean taken = false;
            switch (code.getShort(8 * at)) {
                case 0x20 -> word = data.getInt(value);
                case 0x54 -> word &= value;
                case 0x06 -> {
                    return value;
                }
                case 0x15 -> {
                    jumps = true;
                    taken = word == value;
                }
                case 0x35 -> {
                    jumps = true;
                    taken = Integer.compareUnsigned(word, value) >= 0;
                }
                case 0x45 -> {
                    jumps = true;
                    taken = (word & value) != 0;
                }
                default -> throw new AssertionError("no such instruction at " + at);
            }
            if (jumps) at += Byte.toUnsignedInt(code.get(8 * at + (taken ? 2 : 3)));
        }
    }
}
