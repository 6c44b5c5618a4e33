package dev.mayfly.flags;

/**
 * @param value a Boolean, String, Long, Double or an unmodifiable Map
 * @param json the value as JSON
 */
public record Variant(String name, Object value, String json) {}
