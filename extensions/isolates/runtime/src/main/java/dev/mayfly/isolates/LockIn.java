package dev.mayfly.isolates;

import java.util.List;
import java.util.Set;

/**
 * How workers are closed in from outside, over and above being processes of their own that hold nothing but one socket.
 *
 * @param on the layers that hold
 * @param remarks why a layer is missing, for the operator
 */
public record LockIn(Set<Layer> on, List<String> remarks) {
    public static final LockIn UNKNOWN = new LockIn(Set.of(), List.of("not known"));

    public LockIn {
        on = Set.copyOf(on);
        remarks = List.copyOf(remarks);
    }

    public List<Layer> missing() {
        return List.of(Layer.values()).stream().filter(l -> !on.contains(l)).toList();
    }

    /** A wall around a worker. */
    public enum Layer {
        /** It dies with its host, whatever ends that. */
        diesWithHost,
        /** It sees no network. */
        noNetwork,
        /** It sees a read-only file system with nothing in it but the JDK and its own code. */
        noFiles,
        /** It sees no other process. */
        noProcesses,
        /** It runs as a user that owns nothing. */
        ownUser
    }
}
