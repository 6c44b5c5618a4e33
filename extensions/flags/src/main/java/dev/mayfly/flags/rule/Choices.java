package dev.mayfly.flags.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.BiConsumer;

/** The variants that a rule names as its results. */
public final class Choices {
    private Choices() {}

    /** @param choice is told where each stands, as a JSON pointer, and what it is */
    public static void of(JsonNode rule, String path, BiConsumer<String, String> choice) {
        if (rule.isTextual()) choice.accept(path, rule.textValue());
        if (!rule.isObject() || rule.size() != 1) return;
        String operator = rule.fieldNames().next();
        JsonNode given = rule.get(operator);
        String within = path + '/' + RuleReader.escaped(operator) + '/';
        if (!given.isArray()) return;
        switch (operator) {
            case "if", "?:" -> {
                for (int i = 0; i < given.size(); i++) {
                    boolean condition = i % 2 == 0 && i < given.size() - 1;
                    if (!condition) of(given.get(i), within + i, choice);
                }
            }
            case "fractional" -> {
                for (int i = 0; i < given.size(); i++)
                    if (given.get(i).isArray()) of(given.get(i).path(0), within + i + "/0", choice);
            }
            default -> {}
        }
    }
}
