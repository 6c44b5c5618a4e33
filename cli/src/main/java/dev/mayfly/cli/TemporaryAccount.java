package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.cli.exit.Exit;
import dev.mayfly.cli.exit.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** An account for an hour, got by work and kept in a file of the user until it ends or is claimed, so that deploying again needs no other. */
record TemporaryAccount(String url, String account, String token, Instant expiresAt, String claim) {
    private static final Duration TOO_SHORT = Duration.ofMinutes(1);
    /** As long as it takes for some seconds; who asks for more is no platform. */
    private static final long HASHES_MAX = 64_000_000;

    static TemporaryAccount of(Platform platform, Path file, Instant now) {
        return kept(file)
                .filter(account -> account.url.equals(platform.url()) && account.expiresAt.isAfter(now.plus(TOO_SHORT)))
                .filter(account -> account.isKnownTo(platform))
                .orElseGet(() -> worked(platform, file));
    }

    /** It is part of another account now, so the next deployment works for another. */
    static void forget(String claim, Path file) throws IOException {
        if (kept(file).filter(account -> account.claim.equals(claim)).isPresent()) Files.deleteIfExists(file);
    }

    static Path file() {
        return file(System.getenv());
    }

    /** Where shells have {@code ~}; Java's own idea of a home knows no HOME. */
    static Path file(Map<String, String> environment) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        Path folder = !state.isBlank()
                ? Path.of(state)
                : Path.of(home.isBlank() ? System.getProperty("user.home") : home, ".local", "state");
        return folder.resolve("mayfly").resolve("temporary.json");
    }

    /** Not where somebody claimed it, or where a platform with other data answers at that address. */
    private boolean isKnownTo(Platform platform) {
        try {
            platform.self(token);
            return true;
        } catch (Refusal refusal) {
            if (refusal.exit() == Exit.DENIED) return false;
            throw refusal;
        }
    }

    private static TemporaryAccount worked(Platform platform, Path file) {
        JsonNode challenge = platform.openly("/v1/temporary/challenge", Platform.JSON.createObjectNode());
        ObjectNode done = Platform.JSON
                .createObjectNode()
                .put("challenge", challenge.path("challenge").asText())
                .put("checkpoints", Base64.getEncoder().encodeToString(solved(challenge)));
        JsonNode given = platform.openly("/v1/temporary", done);
        var account = new TemporaryAccount(
                platform.url(),
                given.path("account").asText(),
                given.path("token").asText(),
                Instant.parse(given.path("expiresAt").asText()),
                given.path("claim").asText());
        account.keep(file);
        return account;
    }

    private static byte[] solved(JsonNode challenge) {
        long segments = challenge.path("segments").asLong();
        long steps = challenge.path("steps").asLong();
        if (segments < 1 || steps < 1 || segments > HASHES_MAX || steps > HASHES_MAX / segments)
            throw new Refusal(
                    "the platform asks for %d times %d hashes, which is no fair challenge".formatted(segments, steps));
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            byte[] hash = sha.digest(
                    Base64.getUrlDecoder().decode(challenge.path("seed").asText()));
            var checkpoints = new ByteArrayOutputStream();
            checkpoints.writeBytes(hash);
            for (long segment = 0; segment < segments; segment++) {
                for (long step = 0; step < steps; step++) hash = sha.digest(hash);
                checkpoints.writeBytes(hash);
            }
            return checkpoints.toByteArray();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** What cannot be read is as good as nothing: another one is made. */
    private static Optional<TemporaryAccount> kept(Path file) {
        if (!Files.isReadable(file)) return Optional.empty();
        try {
            JsonNode kept = Platform.JSON.readTree(Files.readAllBytes(file));
            return Optional.of(new TemporaryAccount(
                    kept.path("url").asText(),
                    kept.path("account").asText(),
                    kept.path("token").asText(),
                    Instant.parse(kept.path("expiresAt").asText()),
                    kept.path("claim").asText()));
        } catch (IOException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private void keep(Path file) {
        ObjectNode kept = Platform.JSON
                .createObjectNode()
                .put("url", url)
                .put("account", account)
                .put("token", token)
                .put("expiresAt", expiresAt.toString())
                .put("claim", claim);
        try {
            Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            Path fresh = Files.createTempFile(folder, "temporary", ".json", ownerOnly);
            Files.writeString(fresh, kept.toString());
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new Refusal("%s cannot be written: %s".formatted(file, e.getMessage()));
        }
    }
}
