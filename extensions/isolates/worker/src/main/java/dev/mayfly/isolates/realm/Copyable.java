package dev.mayfly.isolates.realm;

/** What the engine's objects of a fresh realm are given at build time: a copy that shares all that they refer to. */
public interface Copyable {
    Object mayflyCopy();
}
