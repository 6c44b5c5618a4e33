package dev.mayfly.edge.invocations;

import dev.mayfly.bindings.tokens.TokenScan;
import dev.mayfly.bindings.tokens.TokenText;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.Message;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One look through all that a function or its client could write into a record. Tokens are taken out before anybody keeps or reads
 * it; text without one costs a search for two letters.
 */
public final class Redaction {
    /** More of one record are redacted and not told of. */
    static final int TOLD_MAX = 10;

    private final Set<TokenText> tokens = new LinkedHashSet<>(0);

    /** The record without tokens; the very same when there are none. */
    CompletedInvocation clean(CompletedInvocation record) {
        String url = UrlText.shown(clean(record.url()));
        Outcome outcome = clean(record.outcome());
        for (CallSpan call : record.calls()) call.rewrite(text -> UrlText.shown(clean(text)));
        List<Message.Log> logs = record.logs().stream().map(this::clean).toList();
        boolean same = url.equals(record.url()) && outcome.equals(record.outcome()) && logs.equals(record.logs());
        return same ? record : record.rewritten(url, outcome, logs);
    }

    /** Those that {@link #clean} met. */
    public Set<TokenText> tokens() {
        return tokens;
    }

    private Message.Log clean(Message.Log line) {
        String text = clean(line.text());
        return text.equals(line.text()) ? line : new Message.Log(line.level(), line.atMs(), text);
    }

    private Outcome clean(Outcome outcome) {
        if (!(outcome instanceof Outcome.Failed(String code, Outcome.GuestError error))) return outcome;
        return new Outcome.Failed(
                code,
                new Outcome.GuestError(
                        clean(error.name()),
                        clean(error.message()),
                        clean(error.stack()),
                        error.file(),
                        error.line(),
                        error.column()));
    }

    /** Any other text that goes with the record. */
    public String clean(String text) {
        return TokenScan.redacted(text, token -> {
            if (tokens.size() < TOLD_MAX) tokens.add(token);
        });
    }
}
