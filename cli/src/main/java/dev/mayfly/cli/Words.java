package dev.mayfly.cli;

import java.util.Iterator;
import java.util.List;

/** What a shell offers as the value of an option. The platform, or the command, says what is wrong with any other. */
abstract class Words implements Iterable<String> {
    private final List<String> words;

    private Words(String... words) {
        this.words = List.of(words);
    }

    @Override
    public Iterator<String> iterator() {
        return words.iterator();
    }

    static final class Templates extends Words {
        Templates() {
            super("javascript", "json-api", "typescript");
        }
    }

    static final class Outcomes extends Words {
        Outcomes() {
            super("answered", "refused", "exhausted", "failed", "lost");
        }
    }

    static final class Resolutions extends Words {
        Resolutions() {
            super("day", "minute");
        }
    }
}
