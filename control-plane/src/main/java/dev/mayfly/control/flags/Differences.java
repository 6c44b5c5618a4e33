package dev.mayfly.control.flags;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.mayfly.bindings.flags.Flags.Difference;
import dev.mayfly.bindings.json.JsonPlaces;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Where two definitions are not the same: objects by their keys, all else as a whole. */
final class Differences {
    private final List<Difference> found = new ArrayList<>();

    private Differences() {}

    static List<Difference> between(Optional<JsonNode> before, Optional<JsonNode> after) {
        Differences differences = new Differences();
        differences.compare("", before.orElse(MissingNode.getInstance()), after.orElse(MissingNode.getInstance()));
        return List.copyOf(differences.found);
    }

    private void compare(String path, JsonNode before, JsonNode after) {
        if (before.equals(after)) return;
        if (!before.isObject() || !after.isObject()) {
            found.add(new Difference(path, present(before), present(after)));
            return;
        }
        Set<String> keys = new TreeSet<>();
        before.fieldNames().forEachRemaining(keys::add);
        after.fieldNames().forEachRemaining(keys::add);
        for (String key : keys) compare(path + '/' + JsonPlaces.escape(key), before.path(key), after.path(key));
    }

    private static Optional<JsonNode> present(JsonNode node) {
        return node.isMissingNode() ? Optional.empty() : Optional.of(node);
    }
}
