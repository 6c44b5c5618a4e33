package dev.mayfly.control.functions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.functions.Functions.Version;
import dev.mayfly.bindings.functions.Functions.Version.State;
import dev.mayfly.bindings.functions.Functions.VersionSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** {@link Settings}, and an author's notes, as the JSON that is kept. */
@ApplicationScoped
public class SettingsText {
    private static final TypeReference<Map<String, String>> NOTES = new TypeReference<>() {};

    private final ObjectMapper json;

    SettingsText(ObjectMapper json) {
        this.json = json;
    }

    String write(Settings settings) {
        return text(settings);
    }

    String writeNotes(Map<String, String> notes) {
        return text(notes);
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("settings could not be written", e);
        }
    }

    public Settings read(VersionRow version) {
        try {
            return json.readValue(version.settings, Settings.class);
        } catch (JsonProcessingException e) {
            // its message would quote the settings
            throw new IllegalStateException("the settings of version %s could not be read".formatted(version.id));
        }
    }

    Version told(VersionRow version, FunctionRow of) {
        return new Version(
                version.id,
                of.account,
                of.name,
                version.bundle,
                of.isActive(version.id) ? State.active : State.inactive,
                version.createdAt,
                version.message,
                notes(version));
    }

    VersionSettings toldWithSettings(VersionRow version, FunctionRow of) {
        Settings settings = read(version);
        return new VersionSettings(
                told(version, of),
                settings.vars(),
                settings.bindings(),
                settings.limits(),
                settings.rates(),
                settings.egress(),
                settings.placement());
    }

    private Map<String, String> notes(VersionRow version) {
        try {
            return json.readValue(version.notes, NOTES);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the notes of version %s could not be read".formatted(version.id), e);
        }
    }
}
