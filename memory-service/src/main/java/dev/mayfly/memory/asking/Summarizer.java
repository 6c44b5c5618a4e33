package dev.mayfly.memory.asking;

import dev.mayfly.bindings.memory.Memory.Entry;
import dev.mayfly.bindings.memory.Memory.Summary;
import dev.mayfly.memory.deriving.Kind;
import dev.mayfly.memory.store.Ledger;
import dev.mayfly.memory.store.MemoryRow;
import dev.mayfly.memory.store.ProfileRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is known of a profile, on a page: so many of each type, the newest first. */
@ApplicationScoped
public class Summarizer {
    private static final int OF_A_TYPE_MAX = 30;
    private static final int READ_MAX = 500;
    private static final Map<Kind, String> TITLES =
            Map.of(Kind.instruction, "Instructions", Kind.fact, "Facts", Kind.task, "Tasks", Kind.event, "Events");
    private static final List<Kind> ORDER = List.of(Kind.instruction, Kind.fact, Kind.task, Kind.event);

    private static final Pattern LINE_ENDS = Pattern.compile("\\R|\\p{Cntrl}");

    private final Ledger ledger;
    private final Entries entries;

    Summarizer(Ledger ledger, Entries entries) {
        this.ledger = ledger;
        this.entries = entries;
    }

    /** Nothing that is remembered begins a line of its own. */
    private static String line(String text) {
        return LINE_ENDS.matcher(text).replaceAll(" ");
    }

    public Summary of(ProfileRow profile, Optional<String> session) {
        StringBuilder text = new StringBuilder();
        long told = 0;
        Instant now = Instant.now();
        for (Kind kind : ORDER) {
            var listing = new Ledger.Listing(
                    Optional.empty(), Optional.of(kind.name()), session, Optional.empty(), false, now);
            List<MemoryRow> known = ledger.listForAll(profile, listing, READ_MAX);
            List<Entry> shown = entries.of(profile, known).stream()
                    .filter(entry -> entry.acl().isEmpty() && !entry.suspicious())
                    .filter(entry -> kind == Kind.event
                            || entry.validTo().map(now::isBefore).orElse(true))
                    .filter(entry -> kind == Kind.event
                            || kind == Kind.task
                            || !entry.validFrom().isAfter(now))
                    .limit(OF_A_TYPE_MAX)
                    .toList();
            if (shown.isEmpty()) continue;
            text.append("## ").append(TITLES.get(kind)).append('\n');
            for (Entry entry : shown)
                text.append("- ")
                        .append(line(entry.key().map(key -> key + ": ").orElse("") + entry.summary()))
                        .append('\n');
            told += shown.size();
        }
        return new Summary(text.toString(), told);
    }
}
