package dev.mayfly.flags.rule;

import java.util.Arrays;
import java.util.Optional;

/**
 * How {@code fractional} finds a share for somebody. Evaluators of flagd have changed it twice, and who is evaluated here and there must
 * get the same; so a set says which one its clients have.
 */
public enum Bucketing {
    /** Of the text's hash, without its sign, as a percentage: flagd's first. */
    PERCENT("percent"),
    /** Of the text's hash, as fine as weights are: flagd's present. */
    TEXT("text"),
    /** Of the hash of any value's CBOR (RFC 8949, 4.2.1): what flagd has decided on for its 1.0. */
    CBOR("cbor");

    private final String text;

    Bucketing(String text) {
        this.text = text;
    }

    public static Optional<Bucketing> of(String text) {
        return Arrays.stream(values()).filter(one -> one.text.equals(text)).findFirst();
    }

    /** Where a text falls among so many places, as {@code fractional} has it with weights that make so many together. */
    public static int place(String text, int places) {
        return (int) TEXT.place(Murmur3.hash(text), places);
    }

    /** Where somebody's hash falls among all shares, laid side by side. */
    double place(int hash, long sum) {
        if (this == PERCENT) return Math.abs((double) hash) / Integer.MAX_VALUE * 100;
        return ((hash & 0xffff_ffffL) * sum) >>> 32;
    }

    /** How much room a share takes there. */
    double room(long weight, long sum) {
        return this == PERCENT ? 100.0 * weight / sum : weight;
    }

    @Override
    public String toString() {
        return text;
    }
}
