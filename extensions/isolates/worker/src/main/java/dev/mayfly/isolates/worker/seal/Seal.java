package dev.mayfly.isolates.worker.seal;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import javax.crypto.Mac;

/**
 * A worker seals itself when its start is over and its connection made: from then on no thread of it, whatever code runs there, opens a
 * file or a socket, starts a process, or looks at another one. It needs no rights, and nothing installed.
 */
public final class Seal {
    /** The kernel did not take the filter. */
    public static final class NotSealed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotSealed(String why) {
            super("the worker cannot be sealed: " + why);
        }
    }

    private Seal() {}

    /**
     * Opens what the JDK opens when it is first asked, which may be too late: randomness, keyed hashes and time zones for guests, and
     * the library that the end of a connection takes.
     */
    public static void prepare() {
        // Made here for the start-up cache, which learns only of what happens before a worker serves.
        Kernel.rehearse(Architecture.here()
                .map(a -> Filters.seal(a, Kernel.processId()))
                .orElse(new byte[0]));
        new SecureRandom().nextLong();
        try {
            Mac.getInstance("HmacSHA256");
            Class.forName("java.time.zone.ZoneRulesProvider");
            Class.forName("sun.nio.ch.Net");
        } catch (NoSuchAlgorithmException | ClassNotFoundException e) {
            throw new IllegalStateException("this JDK lacks what every JDK has", e);
        }
    }

    /** Gives up for good what no guest needs. */
    public static void close() {
        if (!Kernel.filter(filter())) throw new NotSealed("the kernel takes no filter (seccomp)");
    }

    private static byte[] filter() {
        var architecture = Architecture.here()
                .orElseThrow(() -> new NotSealed("there is no filter for " + System.getProperty("os.arch")));
        return Filters.seal(architecture, Kernel.processId());
    }
}
