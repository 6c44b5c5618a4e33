package dev.mayfly.control.temporary;

import dev.mayfly.bindings.identity.Right;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.time.Instant;
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
        return accounts.ask();
    }

    @POST
    @RunOnVirtualThread
    public Given make(Done done, @Context HttpServerRequest request) {
        TemporaryAccounts.Made made = accounts.make(accounts.checked(done), request.remoteAddress())
                .await()
                .indefinitely();
        return new Given(
                made.account(),
                made.token().token(),
                made.token().rights(),
                made.token().expiresAt().orElseThrow(),
                made.claim().text());
    }
}
