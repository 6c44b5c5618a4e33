import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/** A running Mayfly, asked as any client asks: nothing is set that has a default. */
final class Rest implements Memory {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MESSAGES_AT_A_TIME = 500;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String namespace;
    private final String token;
    private String last = "";

    Rest(String url, String token) {
        this.namespace = url + "/v1/accounts/demo/memory/bench";
        this.token = token;
    }

    @Override
    public void ingest(Locomo.Conversation conversation) throws Exception {
        last = conversation.name();
        String profile = profile(last);
        if (send("GET", "", null).statusCode() == 404) read(send("PUT", "", JSON.createObjectNode()));
        HttpResponse<String> erased = send("DELETE", profile, null);
        if (erased.statusCode() != 404) read(erased);
        for (Locomo.Session session : conversation.sessions())
            for (int from = 0; from < session.turns().size(); from += MESSAGES_AT_A_TIME) {
                ObjectNode ingest = JSON.createObjectNode().put("sessionId", session.id());
                ArrayNode messages = ingest.putArray("messages");
                for (Locomo.Turn turn :
                        session.turns().subList(from, Math.min(session.turns().size(), from + MESSAGES_AT_A_TIME)))
                    messages.addObject()
                            .put("id", turn.id())
                            .put("role", turn.role())
                            .put("speaker", turn.speaker())
                            .put("content", turn.text())
                            .put("timestamp", session.at().toString());
                read(send("POST", profile + "/ingest?wait=true", ingest));
            }
    }

    private static String profile(String name) {
        return "/profiles/" + name.toLowerCase().replaceAll("[^a-z0-9-]+", "-");
    }

    /** Pages of lines, as they can be imported. */
    List<String> exported(String name) throws Exception {
        List<String> pages = new ArrayList<>();
        String cursor = "";
        do {
            HttpResponse<String> page = send("POST", profile(name) + "/export" + (cursor.isEmpty() ? "" : "?cursor=" + cursor), null);
            if (page.statusCode() != 200) read(page);
            pages.add(page.body());
            String end = page.body().substring(page.body().stripTrailing().lastIndexOf('\n') + 1);
            cursor = JSON.readTree(end).path("cursor").asText("");
        } while (!cursor.isEmpty());
        return pages;
    }

    /** Until all of it can be found. */
    void importPages(String name, List<String> pages) throws Exception {
        for (String page : pages) {
            String job = read(http.send(
                            request(profile(name) + "/import")
                                    .header("Content-Type", "application/x-ndjson")
                                    .POST(BodyPublishers.ofString(page))
                                    .build(),
                            BodyHandlers.ofString()))
                    .get("job")
                    .asText();
            for (String status = ""; !status.equals("done"); Thread.sleep(5)) {
                status = read(send("GET", profile(name) + "/jobs/" + job, null)).get("status").asText();
                if (status.equals("failed")) throw new IllegalStateException("an import failed: " + name);
            }
        }
    }

    @Override
    public List<Candidate> recall(String question) throws Exception {
        return recall(last, question);
    }

    List<Candidate> recall(String name, String question) throws Exception {
        JsonNode answer = read(send("POST", profile(name) + "/recall", JSON.createObjectNode().put("query", question)));
        List<Candidate> candidates = new ArrayList<>();
        for (JsonNode candidate : answer.get("candidates")) {
            List<Source> sources = new ArrayList<>();
            for (JsonNode source : candidate.get("sources"))
                sources.add(new Source(source.get("messageId").asText(), source.get("sessionId").asText()));
            candidates.add(new Candidate(candidate.get("content").asText(), sources));
        }
        return candidates;
    }

    private HttpResponse<String> send(String method, String path, ObjectNode body) throws Exception {
        return http.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(namespace + path)).header("Authorization", "Bearer " + token);
    }

    private static JsonNode read(HttpResponse<String> answer) throws Exception {
        if (answer.statusCode() >= 300)
            throw new IllegalStateException("%s: %d %s".formatted(answer.uri(), answer.statusCode(), answer.body()));
        return answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
    }
}
