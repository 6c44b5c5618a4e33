package dev.mayfly.memory.recall;

import dev.mayfly.memory.deriving.Kind;
import java.util.Arrays;
import java.util.List;

/**
 * What stands around a turn counts for it too, half as much with each turn further away: questions name what the turn before said, and answers leave
 * it out. Neighbours are turns of the same session that the same readers may see; they are combined here and not in texts, so that what is
 * forgotten leaves no trace in what stood beside it.
 */
final class Fading {
    /** How far neighbours count. */
    static final int REACH = 3;

    /** Of entries in the order of sessions and places: of each, those around it from the furthest before to the furthest after; -1 where none is. */
    private final int[][] around;

    Fading(List<Entry> entries) {
        this.around = new int[entries.size()][];
        int[] turns = new int[entries.size()];
        int count = 0;
        for (int i = 0; i < turns.length; i++) if (isTurn(entries, i)) turns[count++] = i;
        for (int at = 0; at < count; at++) {
            int[] beside = new int[2 * REACH + 1];
            Arrays.fill(beside, -1);
            for (int step = -REACH; step <= REACH; step++) {
                int other = at + step;
                if (other >= 0 && other < count && together(entries.get(turns[at]), entries.get(turns[other])))
                    beside[step + REACH] = turns[other];
            }
            around[turns[at]] = beside;
        }
        for (int i = 0; i < around.length; i++) {
            if (around[i] != null) continue;
            around[i] = new int[2 * REACH + 1];
            Arrays.fill(around[i], -1);
            around[i][REACH] = i;
        }
    }

    /** Of the events at one place of a session, the one that cites least: digests and facts of a turn are no turns. */
    private static boolean isTurn(List<Entry> entries, int at) {
        Stored own = entries.get(at).memory();
        if (own.kind() != Kind.event
                || own.sessionId().isEmpty()
                || own.sources().isEmpty()) return false;
        for (int step : new int[] {-1, 1})
            for (int i = at + step; i >= 0 && i < entries.size(); i += step) {
                Stored other = entries.get(i).memory();
                if (other.place() != own.place() || !other.sessionId().equals(own.sessionId())) break;
                if (other.kind() != own.kind()) continue;
                int fewer =
                        Integer.compare(other.sources().size(), own.sources().size());
                if (fewer < 0 || (fewer == 0 && step < 0)) return false;
            }
        return true;
    }

    private static boolean together(Entry one, Entry other) {
        return one.memory().sessionId().equals(other.memory().sessionId())
                && one.memory().readers().equals(other.memory().readers());
    }

    interface Neighbour {
        /** @param steps from 0, itself, to {@link #REACH} */
        void at(int entry, int steps);
    }

    void around(int entry, Neighbour neighbour) {
        for (int step = -REACH; step <= REACH; step++) {
            int other = around[entry][step + REACH];
            if (other >= 0) neighbour.at(other, Math.abs(step));
        }
    }

    /** Of scores of each entry alone, those with what stands around. Who is not eligible adds nothing to others. */
    float[] of(float[] alone, boolean[] eligible) {
        float[] faded = new float[alone.length];
        for (int i = 0; i < alone.length; i++) {
            int at = i;
            if (eligible[i])
                around(i, (other, steps) -> {
                    if (eligible[other]) faded[at] += alone[other] / (1 << steps);
                });
        }
        return faded;
    }

    long bytes() {
        return (long) around.length * (2 * REACH + 1 + 4) * Integer.BYTES;
    }
}
