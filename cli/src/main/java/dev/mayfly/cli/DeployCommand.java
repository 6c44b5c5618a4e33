package dev.mayfly.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.cli.project.Project;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deploys a function's folder as a new version. */
@Command(
        name = "deploy",
        description =
                "Deploys the function in a folder (wrangler.jsonc says its name and main module). TypeScript and dependencies are bundled by the esbuild of the project.")
final class DeployCommand implements Runnable {
    @Parameters(arity = "0..1", defaultValue = ".", paramLabel = "FOLDER", description = "Default: this folder.")
    private Path folder = Path.of(".");

    @Mixin
    private Platform platform = new Platform();

    @Mixin
    private Telling telling = new Telling();

    @Option(
            names = "--temporary",
            description = {
                "Without any token: into an account that some seconds of work give you,",
                "for an hour. Shows what takes it over."
            })
    private boolean temporary;

    @Option(
            names = "--inactive",
            description = "Keep the version and leave the active one; `mayfly rollout start` gives it requests.")
    private boolean inactive;

    @Option(
            names = "--env",
            paramLabel = "NAME",
            description = "One of the file's environments (env.NAME): the function <name>-NAME.")
    private @Nullable String environment;

    @Option(names = "--dry-run", description = "Read and bundle, say what would be sent, and send nothing.")
    private boolean dryRun;

    @Option(names = "--message", paramLabel = "TEXT", description = "What this version is, shown by `mayfly versions`.")
    private @Nullable String message;

    @Override
    public void run() {
        telling.progress().begins("Reading %s".formatted(folder));
        Project project = Project.read(folder.toAbsolutePath().normalize(), Optional.ofNullable(environment));
        if (message != null) project.metadata().put("message", message);
        if (dryRun) tellOf(project);
        else if (temporary) deployTemporarily(project);
        else tell(Deployment.of(project, platform, activation(), telling.progress()), Platform.JSON.createObjectNode());
    }

    private Deployment.Activation activation() {
        return inactive ? Deployment.Activation.LATER : Deployment.Activation.AT_ONCE;
    }

    private void tellOf(Project project) {
        ObjectNode would = Platform.JSON.createObjectNode().put("function", project.name());
        would.set("metadata", project.metadata());
        var modules = would.putArray("modules");
        for (Project.Module m : project.modules())
            modules.addObject()
                    .put("name", m.name())
                    .put("contentType", m.contentType())
                    .put("bytes", m.content().length);
        telling.tell(would, out -> {
            out.printf("Would deploy %s, main module %s:%n", project.name(), project.main());
            for (Project.Module m : project.modules()) out.printf("  %s, %,d bytes%n", m.name(), m.content().length);
        });
    }

    private void deployTemporarily(Project project) {
        telling.progress().begins("Working for a temporary account, which takes a second or so");
        TemporaryAccount account = TemporaryAccount.of(platform, TemporaryAccount.file(), Instant.now());
        ObjectNode more = Platform.JSON
                .createObjectNode()
                .put("account", account.account())
                .put("expiresAt", account.expiresAt().toString())
                .put("claim", account.claim());
        Platform there = platform.as(account.account(), account.token());
        tell(Deployment.of(project, there, activation(), telling.progress()), more);
        if (!telling.asJson()) telling.out().printf("""
                        It is in the account %s, which is deleted with all that it has at %s.
                        To keep it: mayfly claim %s --account <yours>
                        """, account.account(), account.expiresAt(), account.claim());
    }

    private void tell(Deployment deployment, ObjectNode more) {
        ObjectNode facts = deployment.facts();
        facts.setAll(more);
        telling.tell(facts, out -> {
            out.printf(
                    inactive ? "Keeps %s, version %s, which has no requests yet%n" : "Deployed %s, version %s%n",
                    deployment.function(),
                    deployment.version());
            deployment.urls().forEach(url -> out.println("  " + url));
            if (deployment.urls().isEmpty()) out.println("  at no address: workers_dev is false, and it has no routes");
        });
    }
}
