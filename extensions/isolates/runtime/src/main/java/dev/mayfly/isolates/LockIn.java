package dev.mayfly.isolates;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * How workers are closed in, over and above being processes of their own that hold nothing but one socket.
 *
 * @param on the layers that hold
 * @param remarks why a layer is missing and what brings it, for the operator
 */
public record LockIn(Set<Layer> on, List<String> remarks) {
    public static final LockIn UNKNOWN = new LockIn(Set.of(), List.of("not known"));

    public LockIn {
        on = Set.copyOf(on);
        remarks = List.copyOf(remarks);
    }

    public List<Layer> missing() {
        return Arrays.stream(Layer.values()).filter(l -> !on.contains(l)).toList();
    }

    /** Of those that are missing, the ones that every machine with the right programs can have. */
    public List<Layer> weak() {
        return missing().stream().filter(l -> l != Layer.cappedMemory).toList();
    }

    /** A wall around a worker. */
    public enum Layer {
        /** It dies with its host, whatever ends that. */
        diesWithHost("ends with its host, whatever ends that"),
        /** It sees no network. */
        noNetwork("sees no network"),
        /** It sees a read-only file system with nothing in it but the JDK and its own code. */
        noFiles("sees no files but the JDK and its own code, read-only"),
        /** It sees no other process. */
        noProcesses("sees no other process"),
        /** It runs as a user that owns nothing. */
        ownUser("runs as a user that owns nothing"),
        /** From its first instruction on the kernel refuses it what no JVM needs. */
        fewSystemCalls("is refused system calls that no JVM needs, from its first instruction on"),
        /** Before the first guest comes it gives up opening files and sockets, starting programs and looking at other processes. */
        sealed("can open no file and no socket and start no program once guests run"),
        /** The sizes of files, the number of descriptors and core dumps are bounded. */
        boundedResources("writes no files and dumps no core; its descriptors are counted"),
        /** The kernel ends it when it takes more memory than it may, whatever takes it. */
        cappedMemory("is ended by the kernel when it takes more memory or threads than it may");

        private final String meaning;

        Layer(String meaning) {
            this.meaning = meaning;
        }

        /** What it does for a worker, as the rest of a sentence about it. */
        public String meaning() {
            return meaning;
        }
    }
}
