package dev.mayfly.edge;

import dev.mayfly.bindings.rates.Rate;
import dev.mayfly.edge.bots.BotsConfig;
import dev.mayfly.edge.faults.FaultsConfig;
import dev.mayfly.edge.flags.FlagsConfig;
import dev.mayfly.edge.geography.GeographyConfig;
import dev.mayfly.edge.limits.RateText;
import dev.mayfly.edge.origins.AccountOriginsConfig;
import dev.mayfly.edge.origins.OriginConfig;
import dev.mayfly.edge.regions.PeersConfig;
import dev.mayfly.edge.regions.RegionConfig;
import dev.mayfly.edge.transport.TransportConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The front door of the functions, and their way out. */
@ConfigMapping(prefix = "mayfly.edge")
public interface EdgeConfig {
    /** Functions answer at {@code <function>.<account>.<base-domain>}; the platform itself at the base domain and other hosts. */
    @WithDefault("localhost")
    String baseDomain();

    /** Development: failures tell everybody the message and stack that otherwise only the author may read. */
    @WithDefault("false")
    boolean dev();

    /** How long the control plane may be silent before it is asked what changed. */
    @WithDefault("2s")
    Duration resync();

    /** How often the control plane is told what became of requests to versions that are being rolled out. */
    @WithDefault("1s")
    Duration rolloutReport();

    /** Invocations under way in this process; more are refused. */
    @WithDefault("20000")
    int inFlightMax();

    /** How long a client may take to send a body of up to 128 KiB, and a cold bundle may take to come. */
    @WithDefault("30s")
    Duration patience();

    Loops loops();

    Rates rate();

    Usage usage();

    Bundles bundles();

    Keep keep();

    Egress egress();

    Sockets sockets();

    Recent invocations();

    FlagsConfig flags();

    /** Connections of clients. */
    TransportConfig transport();

    /** HTTP servers in front of which the router stands, by the names that they have here. */
    Map<String, OriginConfig> origins();

    /** HTTP servers that accounts name by themselves. */
    AccountOriginsConfig accountOrigins();

    /** Functions that call functions of this platform. */
    interface Loops {
        /** How deep: a request that more functions stand behind is refused. */
        @WithDefault("16")
        int depthMax();

        /** How many calls of functions by functions one request from outside may lead to. */
        @WithDefault("1000")
        int callsPerRequest();

        /**
         * How many a second for one account, in this process; by default 100 for each of its processors. Those that come faster wait up to a
         * second for their turn, so that their neighbours do not.
         */
        OptionalInt callsPerSecond();
    }

    /**
     * How often functions may be asked, as {@code <limit>/<seconds>s}: {@code 100/10s} is a bucket of 100 that fills up within ten seconds. What
     * is not set has no bound. All routers hold them together.
     */
    interface Rates {
        /** Each client, for each function. */
        Optional<@WithConverter(RateText.class) Rate> client();

        /** Each route that leads to a function, its own address being one. */
        Optional<@WithConverter(RateText.class) Rate> route();

        /** Each function. */
        Optional<@WithConverter(RateText.class) Rate> function();

        /** Each account, with all its functions. */
        Optional<@WithConverter(RateText.class) Rate> account();

        /**
         * What a client is known by: {@code ip} (of IPv6 the network of 64 bits), {@code header:<name>} or {@code cookie:<name>}. Whoever has
         * none is known by the address. Clients choose what they send: name only what something before the router has checked.
         */
        @WithDefault("ip")
        String clientBy();

        /** Buckets that are not full, of this router; beyond that, others share 64. One takes about 300 bytes. */
        @WithDefault("100000")
        int bucketsMax();

        /** How often routers tell each other, through Redis, what they let in. */
        @WithDefault("100ms")
        Duration exchange();

        /** Buckets told at a time; the others wait for the next. */
        @WithDefault("4096")
        int exchangeMax();
    }

    /** What functions use. */
    interface Usage {
        /** How often the control plane is told; what a router that is killed had not told is lost. */
        @WithDefault("5s")
        Duration flush();

        /**
         * How often, while accounts with caps use something: so long other routers do not know of it. Never less often than {@link #flush}.
         * Each time takes the control plane's turn of a change, some milliseconds; with dozens of routers, take longer.
         */
        @WithDefault("300ms")
        Duration flushCapped();

        /** Entries that may wait, one for each function and minute; beyond that, minutes are merged. */
        @WithDefault("100000")
        int entriesMax();
    }

    Watching tails();

    /** Crawlers. */
    BotsConfig bots();

    /** Where clients are. */
    GeographyConfig geography();

    /** The regions that there are, by their names, with this router's own. Without any, each request is answered where it comes in. */
    Map<String, RegionConfig> regions();

    PeersConfig peers();

    FaultsConfig faults();

    /** The code of functions, held in memory. */
    interface Bundles {
        /** All bundles together, in bytes; those used least recently go first and are fetched again when needed. */
        @WithDefault("268435456")
        long bytesMax();
    }

    /** What the router goes on with when it starts and no control plane answers. */
    interface Keep {
        /**
         * A folder of this router's alone, where it keeps what it serves, encrypted under the platform's token. Without it a router that starts
         * while no control plane answers serves nothing.
         */
        Optional<Path> directory();
    }

    /** What functions fetch. */
    interface Egress {
        /** How long a connection to an upstream may take, waiting for a free one and all attempts at its addresses included. */
        @WithDefault("10s")
        Duration connectTimeout();

        /** Connections to one upstream address. */
        @WithDefault("4096")
        int connectionsPerTarget();

        /** Fetches of all functions under way in this process. */
        @WithDefault("10000")
        int inFlightMax();

        /** How long a resolved name is believed. */
        @WithDefault("10s")
        Duration namesFor();

        /** How long a fetch waits for the address of a name; the resolver of the system may take longer. */
        @WithDefault("5s")
        Duration namesWithin();

        /** Redirects that a fetch follows. */
        @WithDefault("20")
        int redirectsMax();
    }

    /** WebSockets, of clients and of functions. */
    interface Sockets {
        /** How often a silent peer is asked whether it is there; one that does not answer until the next time is gone. */
        @WithDefault("30s")
        Duration pingEvery();

        /** How long nobody may say anything. */
        @WithDefault("10m")
        Duration idleMax();

        /** How long one may be open, and with it the version of a function that it began with. */
        @WithDefault("1h")
        Duration openMax();

        /** How long a peer may take to answer a close. */
        @WithDefault("5s")
        Duration closeTimeout();

        /** How long a stop waits until all peers have heard of it. */
        @WithDefault("1s")
        Duration farewell();
    }

    /** The records of what functions did. */
    interface Recent {
        /** Records kept for each function. */
        @WithDefault("100")
        int perFunction();

        /** Memory that all records together may take, in bytes (estimated); the oldest go first. */
        @WithDefault("33554432")
        long bytesMax();

        /** Records that may wait for their export; more are not exported. */
        @WithDefault("4096")
        int exportQueue();
    }

    /** Telling what functions do to those who watch them. */
    interface Watching {
        /** Functions watched at a time. */
        @WithDefault("1000")
        int functionsMax();

        /** Invocations that may wait to be told; more are dropped and counted. */
        @WithDefault("1024")
        int queue();

        /** Memory that those may take, in bytes (estimated). */
        @WithDefault("16777216")
        long bytesMax();
    }
}
