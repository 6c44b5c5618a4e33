package dev.mayfly.standalone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mayfly.bindings.accounts.Accounts;
import dev.mayfly.bindings.accounts.Accounts.AccountSettings;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Functions;
import dev.mayfly.bindings.functions.Functions.Metadata;
import dev.mayfly.bindings.functions.Functions.NewVersion;
import dev.mayfly.bindings.functions.Functions.Version;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.json.JsonFlaw;
import dev.mayfly.bindings.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The function that a newcomer meets first: {@code functions/examples/hello}, as account demo's own. A version is made when there is
 * none or the example's files have changed; a function hello that somebody else put there stays.
 */
@Singleton
public class ExampleFunction {
    private static final String ACCOUNT = "demo";
    private static final String NAME = "hello";
    private static final String MESSAGE = "example ";
    private static final Caller US = new Caller.Platform("standalone");
    private static final JsonMapper JSONC = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    private final Accounts accounts;
    private final Functions functions;

    ExampleFunction(Accounts accounts, Functions functions) {
        this.accounts = accounts;
        this.functions = functions;
    }

    /** Makes the account that commands mean when they are told of no other. */
    void makeAccount(Duration within) {
        await(() -> accounts.put(ACCOUNT, new AccountSettings(Optional.empty())), within);
    }

    /** Into the account, which is there. */
    void deploy(Path folder, Duration within) {
        var version = read(folder);
        var message = version.metadata().message().orElseThrow();
        var active = await(this::versions, within).stream()
                .filter(v -> v.state() == Version.State.active)
                .map(Version::message)
                .findFirst();
        if (active.isPresent() && (active.get().equals(message) || !active.get().startsWith(MESSAGE))) return;
        await(() -> functions.deploy(ACCOUNT, NAME, version), within);
    }

    private Uni<List<Version>> versions() {
        return functions
                .versions(ACCOUNT, NAME)
                .onFailure(Problem.NotFound.class)
                .recoverWithItem(List.of());
    }

    private static <T> T await(Supplier<Uni<T>> call, Duration within) {
        return Callers.as(US, call).await().atMost(within);
    }

    private static NewVersion read(Path folder) {
        try (var files = Files.list(folder)) {
            var modules = files.filter(
                            f -> f.toString().endsWith(".js") && !f.toString().endsWith(".test.js"))
                    .sorted()
                    .map(ExampleFunction::module)
                    .toList();
            var project = Files.readString(folder.resolve("wrangler.jsonc"));
            var settings = JSONC.readTree(project);
            var metadata = new Metadata(
                    settings.path("main").asText("index.js"),
                    Optional.of(vars(settings.path("vars"))),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(MESSAGE + fingerprint(project, modules)),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            return new NewVersion(metadata, modules);
        } catch (JsonProcessingException e) {
            throw new StartRefused(
                    "%s is not valid JSON with comments: %s"
                            .formatted(folder.resolve("wrangler.jsonc"), JsonFlaw.ofText(e)),
                    e);
        } catch (IOException | UncheckedIOException e) {
            throw new StartRefused("the example in %s cannot be read: %s".formatted(folder, e), e);
        }
    }

    private static Bundle.Module module(Path file) {
        try {
            return new Bundle.Module(String.valueOf(file.getFileName()), Bundle.Kind.esm, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, JsonNode> vars(JsonNode vars) {
        var result = new LinkedHashMap<String, JsonNode>();
        vars.properties().forEach(entry -> result.put(entry.getKey(), entry.getValue()));
        return result;
    }

    private static String fingerprint(String project, List<Bundle.Module> modules) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(project.getBytes(StandardCharsets.UTF_8));
            for (var module : modules) {
                sha.update(module.name().getBytes(StandardCharsets.UTF_8));
                sha.update(module.content());
            }
            return HexFormat.of().formatHex(sha.digest()).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
