package dev.mayfly.bench.flags;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * @param feature the file that it stands in
 * @param tags with those of its feature and its examples
 */
record Scenario(String feature, String name, Set<String> tags, List<Step> steps) {
    /** @param rows of the table below it, by the names in its first row */
    record Step(String text, List<Map<String, String>> rows) {}

    boolean has(String tag) {
        return tags.contains(tag);
    }
}
