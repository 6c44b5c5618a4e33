package dev.mayfly.control.temporary;

import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.bindings.functions.Limits;
import java.util.List;

/** What functions of temporary accounts are held to, whatever their settings say. */
public final class TemporaryLimits {
    public static final int FUNCTIONS_MAX = 5;
    private static final long MB = 1L << 20;
    private static final Limits MOST = new Limits(200, 30_000, 32 * MB, 1024 * MB, (int) (5 * MB), 16 << 10, 20, 20);

    private TemporaryLimits() {}

    public static Limits of(Limits asked) {
        return new Limits(
                Math.min(asked.cpuMs(), MOST.cpuMs()),
                Math.min(asked.wallMs(), MOST.wallMs()),
                Math.min(asked.heapBytes(), MOST.heapBytes()),
                Math.min(asked.allocatedBytes(), MOST.allocatedBytes()),
                Math.min(asked.bufferedBodyBytes(), MOST.bufferedBodyBytes()),
                Math.min(asked.logBytes(), MOST.logBytes()),
                Math.min(asked.subrequests(), MOST.subrequests()),
                Math.min(asked.openStreams(), MOST.openStreams()));
    }

    /** Public addresses at most: strangers have no business in the network around the platform. */
    public static Egress of(Egress asked) {
        return new Egress(asked.mode(), List.of());
    }
}
