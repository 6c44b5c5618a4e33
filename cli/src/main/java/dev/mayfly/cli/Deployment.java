package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.cli.project.Project;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A version that the platform took. */
record Deployment(String function, String version, List<String> urls) {
    enum Activation {
        AT_ONCE,
        LATER
    }

    static Deployment of(Project project, Platform into, Activation activation, Progress progress) {
        String metadata = project.metadata().toString();
        Multipart form = new Multipart().field("metadata", "application/json", metadata);
        long bytes = 0;
        for (Project.Module m : project.modules()) {
            form.file(m.name(), m.contentType(), m.content());
            bytes += m.content().length;
        }
        progress.begins(
                "Sending %d modules, %,d bytes".formatted(project.modules().size(), bytes));
        String path = Platform.path("functions", project.name());
        JsonNode version = into.put(
                path + (activation == Activation.LATER ? "?activate=false" : ""),
                form,
                (file, line, column) ->
                        file.equals("metadata") ? project.places().of(metadata, line, column) : Optional.empty());
        List<String> urls = new ArrayList<>();
        for (JsonNode url : into.get(path).path("urls")) urls.add(url.asText());
        return new Deployment(project.name(), version.path("id").asText(), urls);
    }

    ObjectNode facts() {
        ObjectNode facts =
                Platform.JSON.createObjectNode().put("function", function).put("version", version);
        urls.forEach(facts.putArray("urls")::add);
        return facts;
    }
}
