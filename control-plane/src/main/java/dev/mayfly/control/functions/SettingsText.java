package dev.mayfly.control.functions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;

/** {@link Settings} as the JSON that is kept. */
@ApplicationScoped
public class SettingsText {
    private final ObjectMapper json;

    SettingsText(ObjectMapper json) {
        this.json = json;
    }

    String write(Settings settings) {
        try {
            return json.writeValueAsString(settings);
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
}
