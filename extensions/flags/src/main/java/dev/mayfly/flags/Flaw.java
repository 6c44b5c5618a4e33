package dev.mayfly.flags;

/**
 * What is wrong with a definition.
 *
 * @param path where, as a JSON pointer
 * @param reason what is wrong, and what would be right
 */
public record Flaw(String path, String reason) {
    @Override
    public String toString() {
        return (path.isEmpty() ? "the definition" : path) + ": " + reason;
    }
}
