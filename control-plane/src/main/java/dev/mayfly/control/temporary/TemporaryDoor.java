package dev.mayfly.control.temporary;

import dev.mayfly.bindings.identity.Right;
import dev.mayfly.bindings.problem.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** Where somebody without any token gets one. Nothing else of the platform answers without. */
@Path("/v1/temporary")
public class TemporaryDoor {
    private final TemporaryAccounts accounts;

    TemporaryDoor(TemporaryAccounts accounts) {
        this.accounts = accounts;
    }

    /**
     * What to do first: beginning with the SHA-256 of the seed, hash what was hashed, {@code steps} times in each of the segments, and
     * note the hash before each segment and behind the last.
     *
     * @param challenge to be sent back as it is
     * @param seed in base64url
     */
    public record Work(String challenge, String seed, int segments, int steps, Instant expiresAt) {}

    /**
     * Work that was done.
     *
     * @param checkpoints what was noted, one behind the other, in base64
     */
    public record Done(String challenge, String checkpoints) {}

    /**
     * What that gives.
     *
     * @param expiresAt when the account and all that it has is deleted
     * @param claim takes the account over until then; a secret
     */
    public record Given(String account, String token, List<Right> rights, Instant expiresAt, String claim) {
        @Override
        public String toString() {
            return "Given[%s]".formatted(account);
        }
    }

    @POST
    @Path("challenge")
    public Work challenge() {
        TemporaryAccounts.Asked asked = accounts.ask();
        Challenge challenge = asked.challenge();
        return new Work(
                asked.signed(),
                Base64.getUrlEncoder().withoutPadding().encodeToString(challenge.seed()),
                challenge.size().segments(),
                challenge.size().steps(),
                challenge.expiresAt());
    }

    @POST
    @RunOnVirtualThread
    public Given make(Done done, @Context HttpServerRequest request) {
        if (done.challenge() == null || done.checkpoints() == null)
            throw new Problem.Invalid("invalid-body", "challenge and checkpoints are needed");
        TemporaryAccounts.Made made = accounts.make(done.challenge(), decoded(done.checkpoints()), network(request))
                .await()
                .indefinitely();
        return new Given(
                made.account(),
                made.token().token(),
                made.token().rights(),
                made.token().expiresAt().orElseThrow(),
                made.claim().text());
    }

    private static byte[] decoded(String checkpoints) {
        try {
            return Base64.getDecoder().decode(checkpoints);
        } catch (IllegalArgumentException e) {
            throw new Problem.Invalid("work-not-done", "checkpoints are in base64");
        }
    }

    private static String network(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        return Network.of(remote == null || remote.hostAddress() == null ? "" : remote.hostAddress());
    }
}
