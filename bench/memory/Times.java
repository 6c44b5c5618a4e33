import java.util.ArrayList;
import java.util.List;

/** How long single calls took. */
final class Times {
    private final List<Double> ms = new ArrayList<>();

    void add(long nanos) {
        ms.add(nanos / 1e6);
    }

    double percentile(int percent) {
        List<Double> sorted = ms.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }

    @Override
    public String toString() {
        return "p50 %.1f ms, p99 %.1f ms".formatted(percentile(50), percentile(99));
    }
}
