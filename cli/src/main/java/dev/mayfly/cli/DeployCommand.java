package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Deploys a function's folder as a new version. */
@Command(
        name = "deploy",
        description = "Deploys the function in a folder (wrangler.jsonc says its name and main module).")
final class DeployCommand implements Runnable {
    @Parameters(arity = "0..1", defaultValue = ".", paramLabel = "FOLDER", description = "Default: this folder.")
    private Path folder = Path.of(".");

    @Mixin
    private Platform platform = new Platform();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    @Override
    public void run() {
        Project project = Project.read(folder.toAbsolutePath().normalize());
        Multipart form = new Multipart()
                .field("metadata", "application/json", project.metadata().toString());
        for (Project.Module m : project.modules()) form.file(m.name(), m.contentType(), m.content());
        String path = Platform.path("functions", project.name());
        JsonNode version = platform.put(path, form);
        var out = spec.commandLine().getOut();
        out.printf(
                "Deployed %s, version %s%n", project.name(), version.path("id").asText());
        for (JsonNode url : platform.get(path).path("urls")) out.println("  " + url.asText());
    }
}
