package dev.mayfly.edge.bots;

import dev.mayfly.edge.response.ProblemAnswer;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.TreeMap;

/** An answer of the router's own, with which no function has to do. */
public record EdgeAnswer(int status, Map<String, String> headers, Buffer body) {
    static EdgeAnswer of(ProblemAnswer problem) {
        return new EdgeAnswer(problem.status(), problem.headers(), problem.body());
    }

    static EdgeAnswer movedTo(String location) {
        return new EdgeAnswer(301, Map.of("location", location, "cache-control", "no-store"), Buffer.buffer());
    }

    EdgeAnswer with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new EdgeAnswer(status, more, body);
    }
}
