package dev.mayfly.control.v4;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Caller.Scope;
import dev.mayfly.bindings.identity.Right;
import dev.mayfly.control.accounts.ClientIds;
import dev.mayfly.control.accounts.ClientIds.ClientAccount;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Who calls, and what they reach. Mayfly knows tokens and no users: a token's name stands where clients show a user. */
@ApplicationScoped
class Identity {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ClientIds clientIds;

    Identity(ClientIds clientIds) {
        this.clientIds = clientIds;
    }

    Uni<JsonNode> user(V4Call call) {
        String name = call.caller().name();
        return Uni.createFrom().item(JSON.objectNode().put("id", hex(name)).put("email", name));
    }

    Uni<JsonNode> token(V4Call call) {
        return Uni.createFrom()
                .item(JSON.objectNode().put("id", hex(call.caller().name())).put("status", "active"));
    }

    Uni<JsonNode> accounts(V4Call call) {
        return clientIds.reachedBy(call.caller()).map(reached -> {
            ArrayNode list = JSON.arrayNode();
            reached.forEach(account -> list.add(told(account)));
            return list;
        });
    }

    Uni<JsonNode> account(V4Call call) {
        return Uni.createFrom().item(told(call.account().orElseThrow()));
    }

    Uni<JsonNode> memberships(V4Call call) {
        return clientIds.reachedBy(call.caller()).map(reached -> {
            ArrayNode list = JSON.arrayNode();
            for (ClientAccount account : reached) {
                ObjectNode membership = list.addObject();
                membership.put("id", account.id()).put("status", "accepted");
                membership.set("account", told(account));
                ArrayNode roles = membership.putArray("roles");
                roles(call.caller()).forEach(roles::add);
            }
            return list;
        });
    }

    /** What clients show as roles: the rights of a token that has not all of them. */
    private static List<String> roles(Caller caller) {
        return caller instanceof Caller.TokenHolder holder && holder.scope() instanceof Scope.Rights scoped
                ? scoped.rights().stream().map(Right::toString).sorted().toList()
                : List.of("all of this account's functions");
    }

    private static ObjectNode told(ClientAccount account) {
        return JSON.objectNode()
                .put("id", account.id())
                .put("name", account.name())
                .put("type", "standard")
                .put("created_on", account.createdAt().toString());
    }

    /** Ids of the v4 API have 32 hex digits. */
    static String hex(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
    }
}
