package dev.mayfly.control.v4;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.upload.MultipartForm;
import java.io.IOException;
import java.util.List;

/** The part {@code settings} of a form, which holds JSON. */
final class SettingsPart {
    private static final int PARTS_MAX = 8;

    private SettingsPart() {}

    static JsonNode read(V4Call call) {
        List<MultipartForm.Part> parts = MultipartForm.read(call.contentType(), call.body(), PARTS_MAX);
        if (parts.size() != 1 || !parts.getFirst().name().equals("settings"))
            throw new Problem.Invalid("invalid-form", "the form needs one part 'settings' and no other");
        try {
            JsonNode settings = call.json().readTree(parts.getFirst().content());
            settings.fieldNames().forEachRemaining(key -> {
                if (!key.equals("bindings"))
                    throw V4Problem.unsupported("of the settings only bindings can be patched, not " + key);
            });
            return settings;
        } catch (IOException e) {
            throw new Problem.Invalid("invalid-json", "the settings are no JSON");
        }
    }
}
