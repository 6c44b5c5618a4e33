package dev.mayfly.control.v4;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.json.JsonFlaw;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.accounts.ClientIds.ClientAccount;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * A call of the v4 API whose caller is known, and whose account is the caller's.
 *
 * @param account empty where the path names none
 * @param path the named parts of the path
 * @param origin the address at which clients find this server, such as {@code http://localhost:8080}
 */
public record V4Call(
        Caller caller,
        Optional<ClientAccount> account,
        Map<String, String> path,
        Map<String, String> query,
        String contentType,
        byte[] body,
        String origin,
        ObjectMapper json) {

    /** What answers it: with the {@code result} of the envelope. */
    @FunctionalInterface
    interface Answering {
        Uni<JsonNode> answer(V4Call call);
    }

    /** The account's name. */
    public String accountName() {
        return account.map(ClientAccount::name)
                .orElseThrow(() -> new IllegalStateException("the path names no account"));
    }

    public String script() {
        return path.getOrDefault("script", "");
    }

    /** The body as JSON, whatever its media type says: wrangler leaves that out at times. */
    public JsonNode bodyJson() {
        return read(body, json);
    }

    static JsonNode read(byte[] body, ObjectMapper json) {
        try {
            JsonNode read = json.readTree(body);
            if (read == null || read.isMissingNode()) throw new Problem.Invalid("invalid-json", "the body is empty");
            return read;
        } catch (JsonProcessingException e) {
            throw new Problem.Invalid("invalid-json", "the body is no JSON: " + JsonFlaw.ofText(e));
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory do not fail to read", e);
        }
    }
}
