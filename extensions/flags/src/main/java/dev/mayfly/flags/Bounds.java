package dev.mayfly.flags;

/**
 * How large a set of flags may be.
 *
 * @param characters of the whole definition
 * @param depth how deep the values and rules of a flag nest
 * @param nodes of a flag's targeting, shared evaluators included as often as they are named
 * @param valueCharacters of a variant, as JSON
 */
public record Bounds(int characters, int flags, int variants, int depth, int nodes, int valueCharacters) {
    public static final Bounds USUAL = new Bounds(25 << 20, 10_000, 256, 32, 4_096, 64 << 10);
}
