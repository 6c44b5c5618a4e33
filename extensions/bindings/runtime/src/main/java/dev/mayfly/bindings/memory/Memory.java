package dev.mayfly.bindings.memory;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.Binding;
import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.identity.Needs;
import dev.mayfly.bindings.problem.Present;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What agents of an account remember. A namespace has profiles, a profile is all that is remembered of one person or thing: messages as they were
 * said, and the memories made of them. Profiles are apart from each other: no call reaches two of them. A profile is made by the first call that puts
 * something into it; a namespace is there as nobody set it, until somebody does.
 */
@Contract(owner = "memory-service")
@Binding(Memory.TYPE)
@Path("/v1/accounts/{account}/memory")
public interface Memory {
    String TYPE = "memory";

    /** Those that somebody set, by name. */
    @GET
    @Needs(Action.MEMORY_READ)
    Uni<List<Namespace>> namespaces(@PathParam("account") String account);

    /** Makes it, or gives it other settings; what is left out is as it is for namespaces nobody set. */
    @PUT
    @Path("{namespace}")
    @Needs(Action.MEMORY_WRITE)
    Uni<Namespace> putNamespace(
            @PathParam("account") String account, @PathParam("namespace") String namespace, NamespaceSettings settings);

    /** It is as nobody set it then. A conflict while it has profiles: what they are kept by is not taken from under them. */
    @DELETE
    @Path("{namespace}")
    @Needs(Action.MEMORY_WRITE)
    Uni<Void> deleteNamespace(@PathParam("account") String account, @PathParam("namespace") String namespace);

    @GET
    @Path("{namespace}")
    @Needs(Action.MEMORY_READ)
    Uni<Namespace> namespace(@PathParam("account") String account, @PathParam("namespace") String namespace);

    /** By name. @param after the last name of the page before */
    @GET
    @Path("{namespace}/profiles")
    @Needs(Action.MEMORY_READ)
    Uni<List<Profile>> profiles(
            @PathParam("account") String account,
            @PathParam("namespace") String namespace,
            @QueryParam("after") Optional<String> after,
            @QueryParam("limit") Optional<Integer> limit);

    @GET
    @Path("{namespace}/profiles/{profile}")
    @Needs(Action.MEMORY_READ)
    Uni<Profile> profile(
            @PathParam("account") String account,
            @PathParam("namespace") String namespace,
            @PathParam("profile") String profile);

    /** Erases all of it: messages, memories, vectors, marks of what was forgotten, its key, its index. Whether it is so is looked at afterwards. */
    @DELETE
    @Path("{namespace}/profiles/{profile}")
    @Needs(Action.MEMORY_WRITE)
    Uni<Erased> deleteProfile(
            @PathParam("account") String account,
            @PathParam("namespace") String namespace,
            @PathParam("profile") String profile);

    /**
     * Keeps messages of one session and has memories made of them. What is acknowledged is kept. The same messages again change nothing; a message with
     * an id that is there and other content takes its place. What was deleted or forgotten does not come back, unless {@code restore} says so: it is known
     * by its id, and by its words if it was said at the same time, or one of both does not say when.
     *
     * @param wait whether to answer once their memories are found
     */
    @POST
    @Path("{namespace}/profiles/{profile}/ingest")
    @Needs(Action.MEMORY_WRITE)
    Uni<Job> ingest(
            @PathParam("account") String account,
            @PathParam("namespace") String namespace,
            @PathParam("profile") String profile,
            Ingest messages,
            @QueryParam("wait") Optional<Boolean> wait);

    @GET
    @Path("{namespace}/profiles/{profile}/jobs/{job}")
    @Needs(Action.MEMORY_READ)
    Uni<Job> job(
            @PathParam("account") String account,
            @PathParam("namespace") String namespace,
            @PathParam("profile") String profile,
            @PathParam("job") String job);

    /** Makes all memories of all messages anew, and vectors where another model made them. */
    @POST
    @Path("{namespace}/profiles/{profile}/rebuild")
    @Needs(Action.MEMORY_WRITE)
    Uni<Job> rebuild(
            @PathParam("account") String account,
            @PathParam("namespace") String namespace,
            @PathParam("profile") String profile,
            @QueryParam("wait") Optional<Boolean> wait);

    /** Keeps one memory as it is told. It is found once this answers. A newer one of the same key supersedes what was known under it. */
    @POST
    @Path("{namespace}/profiles/{profile}/remember")
    @Needs(Action.MEMORY_WRITE)
    Uni<Entry> remember(
            @PathParam("account") String account,
            @PathParam("namespace") String namespace,
            @PathParam("profile") String profile,
            NewMemory memory);

    /** What matters to a question, best first. */
    @POST
    @Path("{namespace}/profiles/{profile}/recall")
    @Needs(Action.MEMORY_READ)
    Uni<Recalled> recall(
            @PathParam("account") String account,
            @PathParam("namespace") String namespace,
            @PathParam("profile") String profile,
            Question question);

    /**
     * The newest first, whoever may see them.
     *
     * @param superseded whether to tell those, too, in whose place another is known
     */
    @GET
    @Path("{namespace}/profiles/{profile}/memories")
    @Needs(Action.MEMORY_READ)
    Uni<Page> list(
            @PathParam("account") String account,
            @PathParam("namespace") String namespace,
            @PathParam("profile") String profile,
            @QueryParam("limit") Optional<Integer> limit,
            @QueryParam("cursor") Optional<String> cursor,
            @QueryParam("type") Optional<String> type,
            @QueryParam("sessionId") Optional<String> sessionId,
            @QueryParam("key") Optional<String> key,
            @QueryParam("superseded") Optional<Boolean> superseded);

    @GET
    @Path("{namespace}/profiles/{profile}/memories/{id}")
    @Needs(Action.MEMORY_READ)
    Uni<Entry> memory(
            @PathParam("account") String account,
            @PathParam("namespace") String namespace,
            @PathParam("profile") String profile,
            @PathParam("id") String id);

    /** Corrects a memory; what is left out stays. Corrected ones are not made anew from their messages, and go with them. */
    @PATCH
    @Path("{namespace}/profiles/{profile}/memories/{id}")
    @Needs(Action.MEMORY_WRITE)
    Uni<Entry> correct(
            @PathParam("account") String account,
            @PathParam("namespace") String namespace,
            @PathParam("profile") String profile,
            @PathParam("id") String id,
            Correction correction);

    /**
     * Deletes a memory and the messages that it is made of, with all that is made of them.
     *
     * @param sources {@code keep}: the memory alone
     */
    @DELETE
    @Path("{namespace}/profiles/{profile}/memories/{id}")
    @Needs(Action.MEMORY_WRITE)
    Uni<Deleted> delete(
            @PathParam("account") String account,
            @PathParam("namespace") String namespace,
            @PathParam("profile") String profile,
            @PathParam("id") String id,
            @QueryParam("sources") Optional<String> sources);

    /** Deletes all messages and memories of a session. */
    @DELETE
    @Path("{namespace}/profiles/{profile}/sessions/{session}")
    @Needs(Action.MEMORY_WRITE)
    Uni<Deleted> deleteSession(
            @PathParam("account") String account,
            @PathParam("namespace") String namespace,
            @PathParam("profile") String profile,
            @PathParam("session") String session);

    /** First tells what would be forgotten; with the {@code confirm} that it told, forgets exactly that. */
    @POST
    @Path("{namespace}/profiles/{profile}/forget")
    @Needs(Action.MEMORY_WRITE)
    Uni<Forgotten> forget(
            @PathParam("account") String account,
            @PathParam("namespace") String namespace,
            @PathParam("profile") String profile,
            Forgetting forgetting);

    /** What is known, in Markdown: instructions, facts, tasks, sessions. Only what everybody may see. */
    @GET
    @Path("{namespace}/profiles/{profile}/summary")
    @Needs(Action.MEMORY_READ)
    Uni<Summary> summary(
            @PathParam("account") String account,
            @PathParam("namespace") String namespace,
            @PathParam("profile") String profile,
            @QueryParam("sessionId") Optional<String> sessionId);

    /** What was ever known under a key, the 500 that were recorded last; what holds latest comes first. */
    @GET
    @Path("{namespace}/profiles/{profile}/history/{key}")
    @Needs(Action.MEMORY_READ)
    Uni<List<Entry>> history(
            @PathParam("account") String account,
            @PathParam("namespace") String namespace,
            @PathParam("profile") String profile,
            @PathParam("key") String key);

    /**
     * Everything, a line each, as {@link #importLines} takes it: sessions by name, each with its messages and what was made of them with their vectors;
     * memories of no session; marks of what was forgotten.
     *
     * @param cursor of the last line of the page before; a page without one was the last
     */
    @POST
    @Path("{namespace}/profiles/{profile}/export")
    @Produces({"application/x-ndjson", "application/json"})
    @Needs(Action.MEMORY_READ)
    Uni<String> export(
            @PathParam("account") String account,
            @PathParam("namespace") String namespace,
            @PathParam("profile") String profile,
            @QueryParam("cursor") Optional<String> cursor);

    /**
     * Takes lines of an export. What is there already stays, whatever the lines say of it, and what was deleted or forgotten here does not come back, unless it is to.
     *
     * @param restore whether what was deleted or forgotten comes back
     */
    @POST
    @Path("{namespace}/profiles/{profile}/import")
    @Consumes({"application/x-ndjson", "application/json", "text/plain"})
    @Needs(Action.MEMORY_WRITE)
    Uni<Imported> importLines(
            @PathParam("account") String account,
            @PathParam("namespace") String namespace,
            @PathParam("profile") String profile,
            String lines,
            @QueryParam("restore") Optional<Boolean> restore);

    /** What a memory is. */
    enum Type {
        /** What holds, until something else does. */
        fact,
        /** What happened. */
        event,
        /** What the agent is to keep to; always considered. */
        instruction,
        /** What is to be done; it expires. */
        task
    }

    /**
     * @param retentionDays how long messages and memories are kept, by the time that they speak of; without it for good
     * @param taskDays how long a task is kept that says nothing itself
     * @param halfLifeDays after how long a memory counts half: once it counts less than a twentieth it is deleted; without it never
     * @param redact what is taken out of texts before they are kept: of {@code card}, {@code secret}, {@code password}, {@code iban}, {@code email}
     */
    record NamespaceSettings(
            Optional<Integer> retentionDays,
            Optional<Integer> taskDays,
            Optional<Integer> halfLifeDays,
            Optional<List<String>> redact) {
        public NamespaceSettings {
            Present.values("invalid-namespace", "redact", redact.orElse(List.of()));
        }
    }

    record Namespace(String name, NamespaceSettings settings, Instant createdAt) {}

    /**
     * @param bytes of messages and memories
     * @param encrypted whether they are kept under a key of the profile's own
     * @param waiting memories whose vectors are still to be made; by their words they are found already
     */
    record Profile(
            String name,
            long messages,
            long memories,
            long bytes,
            boolean encrypted,
            long waiting,
            Instant createdAt) {}

    /**
     * @param sessionId 1 to 128 characters
     * @param messages at most 500, in their order
     * @param acl who may see what is made of them; nobody named: everybody
     * @param metadata of the memories that are made of them
     * @param restore whether what was deleted or forgotten comes back
     */
    record Ingest(
            String sessionId,
            List<Message> messages,
            Optional<List<String>> acl,
            Optional<Map<String, JsonNode>> metadata,
            Optional<Boolean> restore) {
        public Ingest {
            Present.value("invalid-ingest", "sessionId", sessionId);
            Present.value("invalid-ingest", "messages", messages);
            Present.values("invalid-ingest", "messages", messages);
            Present.values("invalid-ingest", "acl", acl.orElse(List.of()));
            for (int i = 0; i < messages.size(); i++) {
                Present.value("invalid-ingest", "messages[%d].role".formatted(i), messages.get(i).role);
                Present.value("invalid-ingest", "messages[%d].content".formatted(i), messages.get(i).content);
            }
        }
    }

    /**
     * @param id of the caller's, unique in the session; made of the content where it is left out
     * @param role {@code system}, {@code user}, {@code assistant} or {@code tool}
     * @param speaker who spoke, where a role has several
     * @param content at most 32 KB
     * @param timestamp when it was said; now, where it is left out
     */
    record Message(
            Optional<String> id, String role, Optional<String> speaker, String content, Optional<Instant> timestamp) {}

    /**
     * @param kind {@code ingest}, {@code rebuild} or {@code import}
     * @param status {@code queued}, {@code deriving}, {@code embedding}, {@code done} or {@code failed}
     * @param problem what hindered it; of one that is done: what it did without
     */
    record Job(
            String id,
            String kind,
            String status,
            Counts counts,
            Instant createdAt,
            Optional<Instant> finishedAt,
            Optional<String> problem) {}

    /**
     * Of a job's messages.
     *
     * @param forgotten messages that were left out, since they were deleted or forgotten before
     * @param redacted things that were taken out of them
     * @param memories that were made or changed
     */
    record Counts(int messages, int added, int updated, int unchanged, int forgotten, int redacted, int memories) {}

    /**
     * @param type of {@link Type}
     * @param key what it is about, such as {@code address}; a newer memory of the same key supersedes it
     * @param validFrom since when it holds; now, where it is left out
     * @param ttl how long it is kept, as ISO 8601 has it: {@code P7D}, {@code PT1H}
     * @param acl who may see it; nobody named: everybody
     * @param importance from 0 to 1, a half where it is left out
     */
    record NewMemory(
            String content,
            String type,
            Optional<String> key,
            Optional<Instant> validFrom,
            Optional<Instant> validTo,
            Optional<String> ttl,
            Optional<Map<String, JsonNode>> metadata,
            Optional<String> sessionId,
            Optional<List<String>> acl,
            Optional<Double> importance) {
        public NewMemory {
            Present.value("invalid-memory", "content", content);
            Present.value("invalid-memory", "type", type);
            Present.values("invalid-memory", "acl", acl.orElse(List.of()));
        }

        /** With everything else left out. */
        public static NewMemory of(String type, String content) {
            return new NewMemory(
                    content,
                    type,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /**
     * @param validFrom since when it holds, {@code validTo}: until when
     * @param createdAt since when it is known
     * @param supersededBy the memory that is known in its place
     * @param suspicious whether it tries to tell the agent what to do
     * @param origin {@code told}, {@code derived}, {@code model} or {@code corrected}
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Entry(
            String id,
            String type,
            String summary,
            String content,
            Optional<String> key,
            Optional<String> sessionId,
            Instant validFrom,
            Optional<Instant> validTo,
            Instant createdAt,
            Instant updatedAt,
            Optional<Instant> expiresAt,
            Optional<Instant> supersededAt,
            Optional<String> supersededBy,
            double importance,
            boolean suspicious,
            String origin,
            Map<String, JsonNode> metadata,
            List<String> acl,
            List<Source> sources) {}

    /** A message that a memory is made of. */
    record Source(String messageId, String sessionId, Instant timestamp, String speaker, String excerpt) {}

    /**
     * @param query at most 4,096 characters
     * @param limit at most so many candidates: 1 to 500, 50 where it is left out
     * @param types all where it is left out
     * @param referenceDate what "yesterday" counts from; now, where it is left out
     * @param asOf what held then, also what is superseded by now
     * @param knownAt what was known then: without what was recorded later, and, unless {@code asOf} says another time, what held then
     * @param filter of metadata, such as {@code {"project": "x"}}, as search has it
     * @param acl on whose behalf; left out: only what everybody may see is found
     * @param budgetTokens how much text the candidates may have in all; 2,000 where it is left out
     * @param answer {@code none}, {@code short} or {@code long}; takes a model
     */
    record Question(
            String query,
            Optional<Integer> limit,
            Optional<List<String>> types,
            Optional<String> sessionId,
            Optional<Instant> referenceDate,
            Optional<Instant> asOf,
            Optional<Instant> knownAt,
            Optional<JsonNode> filter,
            Optional<List<String>> acl,
            Optional<Integer> budgetTokens,
            Optional<Boolean> explain,
            Optional<String> answer) {
        public Question {
            Present.value("invalid-recall", "query", query);
            Present.values("invalid-recall", "types", types.orElse(List.of()));
            Present.values("invalid-recall", "acl", acl.orElse(List.of()));
        }

        /** With everything else left out. */
        public static Question of(String query) {
            return new Question(
                    query,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /**
     * @param answer empty where the candidates do not say
     * @param citations ids of candidates that the answer rests on
     * @param took milliseconds
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Recalled(
            int count,
            List<Candidate> candidates,
            Optional<String> answer,
            Optional<List<String>> citations,
            double took) {}

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Candidate(
            String id,
            String type,
            String summary,
            String content,
            double score,
            Optional<String> key,
            Optional<String> sessionId,
            Instant validFrom,
            Optional<Instant> validTo,
            boolean suspicious,
            List<Source> sources,
            Optional<List<Channel>> explain) {}

    /**
     * One way of looking that found a candidate.
     *
     * @param rank from 1
     * @param score as it measures
     * @param share of the candidate's score
     */
    record Channel(String name, int rank, double score, double share) {}

    record Page(List<Entry> memories, Optional<String> cursor) {}

    /**
     * What is left out stays as it is.
     *
     * @param key an empty one takes the key away
     * @param ttl from now on
     * @param unset takes an end away: {@code validTo}, {@code ttl}
     */
    record Correction(
            Optional<String> content,
            Optional<String> type,
            Optional<String> key,
            Optional<Instant> validFrom,
            Optional<Instant> validTo,
            Optional<String> ttl,
            Optional<Map<String, JsonNode>> metadata,
            Optional<List<String>> acl,
            Optional<Double> importance,
            Optional<List<String>> unset) {
        public Correction {
            Present.values("invalid-memory", "acl", acl.orElse(List.of()));
            Present.values("invalid-memory", "unset", unset.orElse(List.of()));
        }
    }

    record Deleted(long memories, long messages) {}

    /** @param remaining rows and indexes that were found afterwards; 0, or it is a defect */
    record Erased(long memories, long messages, long remaining) {}

    /**
     * Either {@code confirm}, or what is to be forgotten: {@code ids}, or {@code query} with what {@link Question} has.
     *
     * @param limit how many memories at most: 1 to 200, 20 where it is left out
     */
    record Forgetting(
            Optional<String> query,
            Optional<List<String>> ids,
            Optional<List<String>> types,
            Optional<String> sessionId,
            Optional<JsonNode> filter,
            Optional<List<String>> acl,
            Optional<Integer> limit,
            Optional<String> confirm) {
        public Forgetting {
            Present.values("invalid-forget", "ids", ids.orElse(List.of()));
            Present.values("invalid-forget", "types", types.orElse(List.of()));
            Present.values("invalid-forget", "acl", acl.orElse(List.of()));
        }
    }

    /**
     * @param done whether it is forgotten; else this is what would be
     * @param memories that go, those named; with them goes what is made of the same messages
     * @param confirm what to send for it to be done
     */
    record Forgotten(
            boolean done, List<Entry> memories, long deletedMemories, long deletedMessages, Optional<String> confirm) {}

    record Summary(String summary, long memories) {}

    /** @param forgotten lines that were left out, since what they say was deleted or forgotten here */
    record Imported(
            int messages,
            int memories,
            int marks,
            int unchanged,
            int forgotten,
            List<LineProblem> refused,
            Optional<String> job) {}

    record LineProblem(int line, String code, String detail) {}
}
