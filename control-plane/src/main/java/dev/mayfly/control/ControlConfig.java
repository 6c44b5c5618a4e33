package dev.mayfly.control;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The control plane. */
@ConfigMapping(prefix = "mayfly.control")
public interface ControlConfig {
    /** Where the edge router is reached from outside; the URLs of functions are made from it, and no route may claim its host. */
    @WithDefault("http://localhost:8080")
    URI publicUrl();

    /**
     * Where clients reach this API from outside, as {@code https://api.example.com}; to be set behind a proxy that ends TLS, since a request
     * does not say it there. No route may claim its host. Not set: what the request says.
     */
    Optional<URI> apiUrl();

    /** Further host names by which clients reach the platform: no function may have routes there or below. */
    Optional<List<String>> reservedHosts();

    /** The key that seals secrets (AES-256): 32 bytes in base64. Without it, secrets that are kept cannot be read again. */
    String secretsKey();

    /** A token that reaches all accounts, for the first steps; none when it is not set. What services tell each other it does not reach. */
    Optional<String> bootstrapToken();

    /** How many versions a function keeps; the oldest that is not active goes first. */
    @WithDefault("100")
    int versionsKept();

    /** How many rollouts of a function are remembered; the oldest go first. */
    @WithDefault("100")
    int rolloutsKept();

    /** How often it is looked whether a rollout's next step is due. */
    @WithDefault("1s")
    Duration rolloutCheck();

    /** How often it is looked whether a planned change of a flag is due. */
    @WithDefault("1s")
    Duration flagCheck();

    /** How long it is known what was used in which minute. */
    @WithDefault("P7D")
    Duration usageMinutesKept();

    /** How long it is known what was used on which day. */
    @WithDefault("P400D")
    Duration usageDaysKept();

    /** How many deleted functions are remembered for routers that ask what changed; who asks from before gets everything. */
    @WithDefault("1000")
    int tombstonesKept();

    /** How many accounts there may be. */
    @WithDefault("10000")
    int accountsMax();

    /** How many functions an account may have. */
    @WithDefault("1000")
    int functionsMax();

    /** How many tokens an account may have. */
    @WithDefault("100")
    int tokensMax();

    /** How many secrets a function may have. */
    @WithDefault("100")
    int secretsMax();

    /** How many uploads are read at a time; each may hold up to 12 MB of memory. */
    @WithDefault("8")
    int uploadsMax();

    /** How many deployments by form may wait until they are read. */
    @WithDefault("256")
    int uploadsWaitingMax();

    /** How long one of them may wait. */
    @WithDefault("30s")
    Duration uploadWait();

    /** How many changes may wait for their turn. */
    @WithDefault("256")
    int changesWaitingMax();

    /** How long a change may wait for its turn. */
    @WithDefault("30s")
    Duration changeWait();

    /** How long the check of a bundle in an isolate may take. */
    @WithDefault("30s")
    Duration inspection();

    /** How long a token that was looked up is known without asking again; so long one lives on that another control plane revoked. 10 s at most. */
    @WithDefault("500ms")
    Duration tokenMemory();

    /** How often it is written down which tokens were used; of each token at most once a minute. */
    @WithDefault("10s")
    Duration tokenUsesEvery();

    Temporary temporary();

    /** Accounts that anybody may have for a while, without a token. */
    interface Temporary {
        /** How many there may be at a time; 0: none, they are switched off. */
        @WithDefault("0")
        int accountsMax();

        /** How many of them one address may have at a time (with IPv6: a /64 network). Behind a proxy all callers have its address. */
        @WithDefault("3")
        int accountsPerAddress();

        /** After that it is deleted with all that it has. */
        @WithDefault("60m")
        Duration life();

        /** How long somebody may work on a challenge. */
        @WithDefault("5m")
        Duration challengeLife();

        /** The work for one account: segments (at most 8,000) times steps (at most 8,000) hashes, one after the other. */
        @WithDefault("1000")
        int workSegments();

        /** Steps of a segment; checking takes 16 times as many hashes. */
        @WithDefault("2000")
        int workSteps();

        /** How often accounts whose time is over are deleted. */
        @WithDefault("10s")
        Duration sweepEvery();
    }

    Routers routers();

    /** Asking all routers what functions did, or would do. Each keeps what it did itself, and nobody from outside can ask a certain one. */
    interface Routers {
        /**
         * Where they are, as {@code http://router-1:8080}; one name may have the addresses of many, as {@code http://edge-router-pods:8080}.
         * Not set: this service answers nothing of it.
         */
        Optional<List<URI>> urls();

        /** How many are asked at most; who is beyond is told as one that did not answer. */
        @WithDefault("100")
        int max();

        /** How long they may take. */
        @WithDefault("5s")
        Duration patience();

        /** How many clients may ask at a time. */
        @WithDefault("16")
        int questionsMax();

        /** How much may be held of all their answers at a time; whose answer is beyond is told as one that did not answer. */
        @WithDefault("33554432")
        long bytesMax();
    }

    Tails tails();

    /** Watching functions while they run. */
    interface Tails {
        /** How many may be open, of all accounts. */
        @WithDefault("200")
        int max();

        /** How many may be open of one account. */
        @WithDefault("20")
        int perAccountMax();

        /** How long one lives; it must be opened anew then. */
        @WithDefault("1h")
        Duration lifetime();

        /** How long one waits for its reader to connect. */
        @WithDefault("1m")
        Duration connectWithin();
    }
}
