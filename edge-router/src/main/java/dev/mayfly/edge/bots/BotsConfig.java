package dev.mayfly.edge.bots;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Crawlers: how they are answered. Where no rule and no site is set, nothing of it runs. */
public interface BotsConfig {
    /** The first that fits decides; a crawler that none fits goes on to the function. */
    List<Rule> rules();

    /** What hosts tell crawlers about themselves; the function of any other host answers for itself. */
    List<Site> sites();

    /** How crawlers prove who they are, beside what comes with the router; a name may be there several times. */
    List<Agent> agents();

    /** A file of published addresses: on each line the name of a crawler and a CIDR. Read at the start. */
    Optional<Path> addresses();

    /** How long a request waits until it is known who its crawler is; then it counts as not verified. */
    @WithDefault("2s")
    Duration verifyWithin();

    /** How long the name of an address is believed. */
    @WithDefault("1h")
    Duration namesFor();

    /** How long a directory of keys is believed. */
    @WithDefault("1h")
    Duration keysFor();

    /** Nonces of signatures that are still valid; when there are more, signatures with a nonce count as not verified. */
    @WithDefault("100000")
    int noncesMax();

    /** Documents that the router answers with itself. */
    interface Site {
        /** A host, {@code *.example.com} for all below it, or {@code *}. The first site that fits a host is its. */
        String host();

        /** Holds {@code robots.txt}, {@code llms.txt}, {@code .well-known/…}; what it lacks is the function's. Read at the start. */
        Optional<Path> folder();

        /** What may be done with pages, told in robots.txt: {@code search=yes, ai-input=yes, ai-train=no}. */
        Optional<String> contentSignal();
    }

    /** What an operator documents of a crawler. */
    interface Agent {
        /** As the list of crawlers has it, or a new one. */
        String name();

        /** Domains under which the names of its addresses are. */
        Optional<List<String>> domains();

        /** Origins whose keys sign its requests (Web Bot Auth): {@code https://bot.example.com}. They may be fetched from wherever they are. */
        Optional<List<String>> signers();

        /** Addresses and CIDRs. */
        Optional<List<String>> addresses();
    }

    /** The largest page that is turned into Markdown; larger ones are answered as they are. */
    @WithDefault("1048576")
    int markdownBytesMax();

    /** What all pages together may take that are being turned; beyond it they are answered as they are. */
    @WithDefault("67108864")
    long markdownHeldBytesMax();

    /** Pages of which it is known where they say that they belong. */
    @WithDefault("10000")
    int canonicalsMax();

    /** How long that is believed. */
    @WithDefault("1h")
    Duration canonicalsFor();

    /** One rule. What it does not name fits everything. */
    interface Rule {
        /** A host, {@code *.example.com} for all below it, or {@code *}. */
        Optional<String> host();

        /** As in robots.txt: how the path begins, {@code *} for anything, {@code $} for the end. */
        Optional<String> path();

        /** Some of {@code train}, {@code search}, {@code agent}, {@code other}. */
        Optional<List<String>> purpose();

        /** {@code yes}: only crawlers that are who they say; {@code no}: only the others. */
        Optional<String> verified();

        /** Names as the list of crawlers has them, in any case: {@code GPTBot}. */
        Optional<List<String>> name();

        /**
         * {@code allow}, {@code markdown}, {@code 301}, {@code 402}, {@code 403} or {@code 410}. A rule for Markdown that names neither purpose,
         * name nor verified is for everybody, crawler or not.
         */
        String answer();

        /** Where a 301 leads: {@code canonical}, which is where the page says that it belongs; or a URL or a path, in which {@code {path}} and {@code {query}} stand for those of the request. */
        Optional<String> location();

        /** What a 402 says in its header {@code crawler-price}; without it there is no such header. */
        Optional<String> price();
    }
}
