package dev.mayfly.control.routers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.routers.Reply.Said;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One answer of many.
 *
 * @param silent how many routers it does without
 */
record Joined(int status, String contentType, Buffer body, int silent) {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int BROKEN = 500;
    private static final String JSON = "application/json";

    /** The newest of all that routers listed, newest first. What a router refuses, all refuse: one of them says it. */
    static Joined list(List<Reply> replies, int limit, ObjectMapper json) {
        List<Said> lists = with(replies, OK);
        if (lists.isEmpty()) return refusal(replies);
        record Ended(Instant at, JsonNode invocation) {}
        List<Ended> all = new ArrayList<>();
        int unreadable = 0;
        for (Said said : lists) {
            try {
                for (JsonNode invocation : json.readTree(said.body().getBytes()))
                    all.add(new Ended(end(invocation), invocation));
            } catch (IOException | DateTimeParseException e) {
                unreadable++;
            }
        }
        if (unreadable == lists.size()) throw silence(replies.size());
        all.sort(Comparator.comparing(Ended::at).reversed());
        List<JsonNode> newest = all.stream().limit(limit).map(Ended::invocation).toList();
        return new Joined(OK, JSON, text(newest, json), replies.size() - lists.size() + unreadable);
    }

    /** All different ones that routers listed, in no order. */
    static Joined all(List<Reply> replies, int most, ObjectMapper json) {
        List<Said> lists = with(replies, OK);
        if (lists.isEmpty()) return refusal(replies);
        Set<JsonNode> all = new LinkedHashSet<>();
        int unreadable = 0;
        for (Said said : lists) {
            try {
                json.readTree(said.body().getBytes()).forEach(all::add);
            } catch (IOException e) {
                unreadable++;
            }
        }
        if (unreadable == lists.size()) throw silence(replies.size());
        return new Joined(
                OK, JSON, text(all.stream().limit(most).toList(), json), replies.size() - lists.size() + unreadable);
    }

    /** The one that has it. That nobody has it is known only when all have answered. */
    static Joined one(List<Reply> replies) {
        List<Said> found = with(replies, OK);
        if (!found.isEmpty()) return of(found.getFirst(), 0);
        int silent = replies.size() - answers(replies).size();
        if (silent > 0 && with(replies, NOT_FOUND).size() == replies.size() - silent) throw silence(silent);
        return refusal(replies);
    }

    private static Joined refusal(List<Reply> replies) {
        List<Said> answers = answers(replies);
        if (answers.isEmpty()) throw silence(replies.size());
        return of(answers.getFirst(), replies.size() - answers.size());
    }

    private static Joined of(Said said, int silent) {
        return new Joined(said.status(), said.contentType(), said.body(), silent);
    }

    private static Problem silence(int silent) {
        return new Problem.Unavailable(
                silent == 0
                        ? "there is no router to ask; try again"
                        : "%d routers do not answer; try again".formatted(silent));
    }

    private static List<Said> answers(List<Reply> replies) {
        return replies.stream()
                .filter(Said.class::isInstance)
                .map(Said.class::cast)
                .filter(said -> said.status() < BROKEN)
                .toList();
    }

    private static List<Said> with(List<Reply> replies, int status) {
        return answers(replies).stream().filter(said -> said.status() == status).toList();
    }

    /** Its last span's; routers list by it. */
    private static Instant end(JsonNode invocation) {
        long ns = 0;
        for (JsonNode span : invocation.path("spans"))
            ns = Math.max(ns, span.path("endNs").asLong());
        return Instant.parse(invocation.path("startedAt").asText()).plusNanos(ns);
    }

    private static Buffer text(List<JsonNode> list, ObjectMapper json) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(list));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written", e);
        }
    }
}
