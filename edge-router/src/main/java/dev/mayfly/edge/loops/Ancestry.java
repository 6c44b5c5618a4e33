package dev.mayfly.edge.loops;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where an invocation comes from: how many functions called each other before it, and how many invocations the one request from
 * outside has led to.
 *
 * @param depth 0: the client is no function
 * @param root stands for the request from outside, for routers among each other
 */
public record Ancestry(int depth, long root, AtomicInteger descendants) {
    /** Of a request from outside. */
    public static Ancestry none() {
        return new Ancestry(0, ThreadLocalRandom.current().nextLong(), new AtomicInteger());
    }

    /** Of an invocation that this one calls for. */
    Ancestry child() {
        return new Ancestry(depth + 1, root, descendants);
    }
}
