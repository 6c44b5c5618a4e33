package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Option(
            names = "--temporary",
            description = {
                "Without any token: into an account that some seconds of work give you,",
                "for an hour. Shows what takes it over."
            })
    private boolean temporary;

    @Override
    public void run() {
        if (temporary) deployTemporarily();
        else deploy(platform);
    }

    private void deployTemporarily() {
        TemporaryAccount account = TemporaryAccount.of(platform, TemporaryAccount.file(), Instant.now());
        deploy(platform.as(account.account(), account.token()));
        spec.commandLine().getOut().printf("""
                        It is in the account %s, which is deleted with all that it has at %s.
                        To keep it: mayfly claim %s --account <yours>
                        """, account.account(), account.expiresAt(), account.claim());
    }

    private void deploy(Platform into) {
        Project project = Project.read(folder.toAbsolutePath().normalize());
        Multipart form = new Multipart()
                .field("metadata", "application/json", project.metadata().toString());
        for (Project.Module m : project.modules()) form.file(m.name(), m.contentType(), m.content());
        String path = Platform.path("functions", project.name());
        JsonNode version = into.put(path, form);
        var out = spec.commandLine().getOut();
        out.printf(
                "Deployed %s, version %s%n", project.name(), version.path("id").asText());
        for (JsonNode url : into.get(path).path("urls")) out.println("  " + url.asText());
    }
}
