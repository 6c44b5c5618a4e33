package dev.mayfly.edge.flags;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Flags as this router evaluates them. */
public interface FlagsConfig {
    /**
     * What is known of everybody who asks here, such as {@code mayfly.edge.flags.context.region=fra}: over what a caller says, in each
     * evaluation, and told to clients that evaluate by themselves (flagd's {@code sync_context}).
     */
    Map<String, String> context();

    /** Where apps have their flags from that are not managed by the control plane, by names of the operator's own. */
    Map<String, Source> sources();

    /** How often files are looked at. */
    @WithDefault("500ms")
    Duration look();

    /** How many clients of flagd's protocols may be told of changes at a time; who comes later is refused. */
    @WithDefault("1000")
    int streams();

    /**
     * How long, after its token was last found good, a client of OFREP or of flagd's protocols goes on being told flags while the control plane, which
     * knows tokens, is away. 0: not at all.
     */
    @WithDefault("1h")
    Duration trust();

    /** For whom flags were asked for lately, kept in memory so that a change can be tried on them. */
    Recent recent();

    interface Recent {
        /** Of how many apps; the one that was silent for longest goes first. 0: of none. */
        @WithDefault("100")
        int apps();

        /** How many different contexts of an app. */
        @WithDefault("100")
        int contexts();

        /** How often one of an app is taken at most. */
        @WithDefault("10ms")
        Duration every();
    }

    /**
     * How often another flagd is asked whether it is still there; without an answer until the next time it is called anew. gRPC in Go takes who asks more
     * often than every five minutes for a nuisance.
     */
    @WithDefault("6m")
    Duration ping();

    /** A definition in flagd's format, in place of whatever the control plane has for that app: a file, or another flagd. */
    interface Source {
        /** Whose app it is. */
        String account();

        /** The app, perhaps with {@code /environment}. */
        String app();

        /** A file of JSON, such as one of a ConfigMap that is mounted as a folder. What cannot be read changes nothing. */
        Optional<Path> file();

        /** A flagd, or whoever speaks {@code flagd.sync.v1}: {@code http://host:8015}; {@code https} with TLS. */
        Optional<URI> flagd();

        /** Which of its flags. */
        Optional<String> selector();

        /** Shown to it as a bearer token. */
        Optional<String> token();
    }
}
