package dev.mayfly.edge.flags;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.mayfly.flags.Resolution;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What the OpenFeature Remote Evaluation Protocol answers, as JSON. */
final class OfrepText {
    private static final JsonFactory JSON = new JsonFactory();

    @FunctionalInterface
    private interface Writing {
        void to(JsonGenerator out) throws IOException;
    }

    private OfrepText() {}

    static Buffer one(Resolution resolution) {
        return written(out -> evaluation(out, resolution));
    }

    static Buffer all(List<Resolution> resolutions, Map<String, Object> metadata) {
        return written(out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("flags");
            for (Resolution resolution : resolutions) evaluation(out, resolution);
            out.writeEndArray();
            metadata(out, metadata);
            out.writeEndObject();
        });
    }

    /** @param key of the flag, empty where none was asked for */
    static Buffer failure(String key, String code, String details) {
        return written(out -> {
            out.writeStartObject();
            if (!key.isEmpty()) out.writeStringField("key", key);
            out.writeStringField("errorCode", code);
            out.writeStringField("errorDetails", details);
            out.writeEndObject();
        });
    }

    private static void evaluation(JsonGenerator out, Resolution resolution) throws IOException {
        out.writeStartObject();
        out.writeStringField("key", resolution.flag());
        if (resolution.error().isPresent()) {
            Resolution.Failure failure = resolution.error().get();
            out.writeStringField("errorCode", failure.code().name());
            out.writeStringField("errorDetails", failure.message());
        } else {
            out.writeStringField("reason", resolution.reason().name());
            if (resolution.variant().isPresent()) {
                out.writeStringField("variant", resolution.variant().get().name());
                out.writeFieldName("value");
                out.writeRawValue(resolution.variant().get().json());
            }
        }
        metadata(out, resolution.metadata());
        out.writeEndObject();
    }

    private static void metadata(JsonGenerator out, Map<String, Object> metadata) throws IOException {
        out.writeObjectFieldStart("metadata");
        for (Map.Entry<String, Object> entry : metadata.entrySet()) {
            out.writeFieldName(entry.getKey());
            switch (entry.getValue()) {
                case Long number -> out.writeNumber(number);
                case Double number -> out.writeNumber(number);
                case Boolean bool -> out.writeBoolean(bool);
                default -> out.writeString(entry.getValue().toString());
            }
        }
        out.writeEndObject();
    }

    private static Buffer written(Writing writing) {
        var bytes = new ByteArrayOutputStream(1_024);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new IllegalStateException("memory takes all that is written", e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }
}
