package dev.mayfly.retrieval.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks an endpoint that embeds as OpenAI's does. */
public final class EndpointEmbedder implements Embedder {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Bad Request, Content Too Large, Unprocessable Content (RFC 9110, section 15.5). */
    private static final Set<Integer> TEXT_REFUSED = Set.of(400, 413, 422);

    private final Place place;
    private final HttpClient http;

    /** @param url to which {@code /embeddings} is added */
    public record Place(URI url, String model, int dimensions, Optional<String> token, int batch, Duration patience) {}

    public EndpointEmbedder(Place place) {
        this.place = place;
        this.http = HttpClient.newBuilder().connectTimeout(place.patience()).build();
    }

    @Override
    public String model() {
        return place.model();
    }

    @Override
    public int dimensions() {
        return place.dimensions();
    }

    @Override
    public List<float[]> passages(List<String> texts) {
        List<float[]> vectors = new ArrayList<>();
        for (int from = 0; from < texts.size(); from += place.batch())
            vectors.addAll(embed(texts.subList(from, Math.min(texts.size(), from + place.batch()))));
        return vectors;
    }

    @Override
    public float[] query(String text) {
        return embed(List.of(text)).getFirst();
    }

    private List<float[]> embed(List<String> texts) {
        try {
            var request = HttpRequest.newBuilder(URI.create(place.url() + "/embeddings"))
                    .timeout(place.patience())
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(
                            JSON.writeValueAsBytes(Map.of("model", place.model(), "input", texts))));
            place.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
            HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (TEXT_REFUSED.contains(answer.statusCode()))
                throw new TextRefused("%s answered %d".formatted(place.url(), answer.statusCode()));
            if (answer.statusCode() != 200)
                throw new EmbeddingFailed("%s answered %d".formatted(place.url(), answer.statusCode()));
            return vectors(JSON.readTree(answer.body()), texts.size());
        } catch (IOException e) {
            throw new EmbeddingFailed("%s does not answer as it should".formatted(place.url()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddingFailed("the wait for %s was interrupted".formatted(place.url()), e);
        }
    }

    private List<float[]> vectors(JsonNode answer, int wanted) {
        float[][] vectors = new float[wanted][];
        for (JsonNode item : answer.path("data")) {
            int index = item.path("index").asInt(-1);
            JsonNode numbers = item.path("embedding");
            if (index < 0 || index >= wanted || numbers.size() != place.dimensions())
                throw new EmbeddingFailed("%s answered with a vector of %d numbers for text %d; %d numbers are expected"
                        .formatted(place.url(), numbers.size(), index, place.dimensions()));
            float[] vector = new float[numbers.size()];
            for (int i = 0; i < vector.length; i++)
                vector[i] = (float) numbers.get(i).asDouble();
            vectors[index] = unit(vector);
        }
        for (float[] vector : vectors)
            if (vector == null) throw new EmbeddingFailed("%s left a text out of its answer".formatted(place.url()));
        return List.of(vectors);
    }

    private float[] unit(float[] vector) {
        try {
            return UnitVector.of(vector);
        } catch (IllegalArgumentException e) {
            throw new EmbeddingFailed("%s answered with a vector that has no direction".formatted(place.url()), e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
