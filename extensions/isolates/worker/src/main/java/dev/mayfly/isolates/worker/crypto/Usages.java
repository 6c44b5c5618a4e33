package dev.mayfly.isolates.worker.crypto;

import java.util.List;
import java.util.StringJoiner;

/** What a key may be used for: a set of the names that the standard has, one bit each. */
record Usages(int bits) {
    /** In the order in which keys list them, which the prelude counts by. */
    private static final List<String> NAMES =
            List.of("encrypt", "decrypt", "sign", "verify", "deriveKey", "deriveBits", "wrapKey", "unwrapKey");

    static final Usages NONE = new Usages(0);

    static Usages of(String... names) {
        int bits = 0;
        for (var name : names) bits |= bit(name);
        return new Usages(bits);
    }

    private static int bit(String name) {
        int place = NAMES.indexOf(name);
        return place < 0 ? 0 : 1 << place;
    }

    boolean has(String name) {
        return (bits & bit(name)) != 0;
    }

    boolean isEmpty() {
        return bits == 0;
    }

    boolean contains(Usages others) {
        return (bits & others.bits) == others.bits;
    }

    Usages and(Usages others) {
        return new Usages(bits & others.bits);
    }

    /** @throws Refusal when there are others than {@code possible} */
    Usages within(Usages possible, String algorithm) {
        if (possible.contains(this)) return this;
        var could = possible.isEmpty() ? "nothing" : String.join(", ", possible.names());
        throw Refusal.usages("This key for %s can be used for: %s".formatted(algorithm, could));
    }

    List<String> names() {
        return NAMES.stream().filter(this::has).toList();
    }

    /** As JSON. */
    String json() {
        var list = new StringJoiner("\",\"", "[\"", "\"]").setEmptyValue("[]");
        names().forEach(list::add);
        return list.toString();
    }
}
