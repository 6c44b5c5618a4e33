package dev.mayfly.memory.recall;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Texts as numbers from 0 on: a text keeps the number that it was given first. */
final class Numbering {
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();

    /** Gives a new text a number. */
    int learn(String text) {
        Integer known = numbers.get(text);
        if (known != null) return known;
        synchronized (this) {
            Integer meanwhile = numbers.get(text);
            int number = meanwhile == null ? numbers.size() : meanwhile;
            numbers.put(text, number);
            return number;
        }
    }

    /** -1 where it has none. */
    int known(String text) {
        return numbers.getOrDefault(text, -1);
    }

    int size() {
        return numbers.size();
    }
}
