package dev.mayfly.memory;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The memory service. */
@ConfigMapping(prefix = "mayfly.memory")
public interface MemoryConfig {
    /** How many namespaces an account may set. */
    @WithDefault("100")
    int namespacesMax();

    /** How many profiles an account may have. */
    @WithDefault("100000")
    int profilesMax();

    /** How many messages a profile may have. */
    @WithDefault("100000")
    long messagesMax();

    /** How many messages a session may have: its memories are made of all of them at a time. */
    @WithDefault("5000")
    int sessionMessagesMax();

    /** How many bytes of messages a session may have: its memories are made of all of them at a time. */
    @WithDefault("16777216")
    long sessionBytesMax();

    /** How many sessions have their memories made, or deleted, at a time; who comes later waits. */
    @WithDefault("8")
    int sessionsMadeMax();

    /** How many marks of what was forgotten a profile takes from imports. */
    @WithDefault("1000000")
    long marksMax();

    /** How many memories a profile may have. */
    @WithDefault("200000")
    long memoriesMax();

    /** How many bytes of messages and memories an account may have. */
    @WithDefault("10737418240")
    long bytesMax();

    /** How many messages may be ingested at a time. */
    @WithDefault("500")
    int ingestMessagesMax();

    /** How long a message or a memory may be, in bytes of UTF-8. */
    @WithDefault("32768")
    int contentBytesMax();

    /** How many lines may be imported at a time. */
    @WithDefault("20000")
    int importLinesMax();

    /** How many lines a page of an export has. */
    @WithDefault("5000")
    int exportLines();

    /** How many bytes a page of an export has at most, but for its last line: a page is imported as one request, which has 16 MB. */
    @WithDefault("12582912")
    int exportBytes();

    /** How many calls are worked on at a time; who comes later is refused. */
    @WithDefault("256")
    int callsMax();

    /** How many calls wait for their jobs at a time; who comes later is told of the job as it is. */
    @WithDefault("256")
    int waitsMax();

    /** How many jobs may wait in a profile; who comes later is refused. */
    @WithDefault("100")
    int jobsMax();

    /** How many jobs are worked on at a time, each of another profile. */
    @WithDefault("2")
    int workers();

    /** How often it is looked for jobs that other processes left behind. */
    @WithDefault("2s")
    Duration lookEvery();

    /** How long a job of a process that died waits for another one. */
    @WithDefault("10s")
    Duration lease();

    /** How often a job is tried before it has failed. */
    @WithDefault("5")
    int attemptsMax();

    /** How long finished jobs are told about. */
    @WithDefault("P7D")
    Duration jobsKept();

    /** How long {@code wait=true} waits at most. */
    @WithDefault("10m")
    Duration waitPatience();

    /**
     * How many bytes the indexes of profiles may take in memory together, and the index of one: the one unused for longest is dropped. A quarter of the
     * heap if not set.
     */
    Optional<Long> indexBytesMax();

    /** How many indexes of profiles are made at a time; who comes later waits. */
    @WithDefault("4")
    int indexesMadeMax();

    /** How often what is too old is looked for. */
    @WithDefault("10m")
    Duration sweepEvery();

    /** How many messages and memories of a profile one look deletes at most. */
    @WithDefault("1000")
    int sweptMax();

    /** How long a task is kept that says nothing itself, in namespaces that say nothing themselves, in days. */
    @WithDefault("90")
    int taskDays();

    /** 32 bytes in base64, which seal the keys of profiles: those made from then on are kept encrypted. Who loses it loses them. */
    Optional<String> encryptionKey();

    /** A model that makes memories and answers, beside the rules that need none. */
    Model model();

    /** Of an endpoint as OpenAI's. */
    interface Model {
        /** Such as {@code https://host/v1}, to which {@code /chat/completions} is added. Without it there are rules alone, and no answers. */
        Optional<URI> endpoint();

        /** What that endpoint calls the model. */
        Optional<String> name();

        /** The bearer token that the endpoint asks for. */
        Optional<String> token();

        /** How long that endpoint may take. */
        @WithDefault("60s")
        Duration patience();

        /** How many characters of messages go into one request. */
        @WithDefault("10000")
        int charactersMax();
    }
}
