package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Tells what is new in a list of the newest invocations that is asked for again and again. It asks for few; when all of those are new,
 * for as many as can be asked for; when all of those are new, some are missing, and it says so. Of what it has told it remembers ids, so
 * many at most that routers which answer by turns do not make it tell anything twice.
 */
final class Tail {
    static final int FEW = 20;
    static final int MANY = 500;
    static final int REMEMBERED = 5_000;
    /** Looks in a row that may find nobody. */
    static final int OUTAGE_MAX = 60;

    private final IntFunction<JsonNode> newest;
    private final Map<String, Boolean> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };
    private int outage;

    Tail(IntFunction<JsonNode> newest) {
        this.newest = newest;
    }

    /** @param invocations oldest first */
    record Seen(List<JsonNode> invocations, boolean someAreMissing) {
        static final Seen NOTHING = new Seen(List.of(), false);
    }

    /** What there is by now is not told. */
    void begin() {
        unknown(newest.apply(MANY));
    }

    Seen look() {
        try {
            Seen seen = read();
            outage = 0;
            return seen;
        } catch (Unreachable e) {
            if (++outage == OUTAGE_MAX) throw e;
            return Seen.NOTHING;
        }
    }

    private Seen read() {
        JsonNode few = newest.apply(FEW);
        if (few.size() < FEW || isTold(few)) return new Seen(unknown(few), false);
        JsonNode many = newest.apply(MANY);
        boolean missing = many.size() >= MANY && !isTold(many);
        return new Seen(unknown(many), missing);
    }

    private boolean isTold(JsonNode invocations) {
        for (JsonNode i : invocations) if (told.containsKey(id(i))) return true;
        return false;
    }

    private List<JsonNode> unknown(JsonNode invocations) {
        List<JsonNode> unknown = new ArrayList<>();
        for (JsonNode i : invocations) if (told.put(id(i), true) == null) unknown.add(i);
        unknown.sort(Comparator.comparing(i -> i.path("startedAt").asText()));
        return unknown;
    }

    int remembered() {
        return told.size();
    }

    private static String id(JsonNode invocation) {
        return invocation.path("id").asText();
    }
}
