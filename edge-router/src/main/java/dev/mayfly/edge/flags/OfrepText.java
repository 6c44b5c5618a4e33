package dev.mayfly.edge.flags;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.mayfly.flags.Answer;
import dev.mayfly.flags.Resolution;
import dev.mayfly.flags.Variant;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What the OpenFeature Remote Evaluation Protocol answers, as JSON. */
final class OfrepText {
    private static final JsonFactory JSON = new JsonFactory();
    /** Of what is usual. */
    private static final int ONE_BYTES = 192;

    private static final byte[] BEFORE = "{\"flags\":[".getBytes(StandardCharsets.UTF_8);
    private static final byte[] AFTER = "],\"metadata\":".getBytes(StandardCharsets.UTF_8);

    @FunctionalInterface
    private interface Writing {
        void to(JsonGenerator out) throws IOException;
    }

    private OfrepText() {}

    static Buffer one(Resolution resolution) {
        return Buffer.buffer(evaluation(resolution));
    }

    /** Thousands: each is put in as it was once written. */
    static byte[] all(List<Answer> answers, Map<String, Object> metadata) {
        var all = new ByteArrayOutputStream(ONE_BYTES * (answers.size() + 1));
        all.writeBytes(BEFORE);
        for (int i = 0; i < answers.size(); i++) {
            if (i > 0) all.write(',');
            all.writeBytes(answers.get(i).written(OfrepText::evaluation));
        }
        all.writeBytes(AFTER);
        all.writeBytes(bytes(out -> metadata(out, metadata)));
        all.write('}');
        return all.toByteArray();
    }

    /** @param key of the flag, empty where none was asked for */
    static Buffer failure(String key, String code, String details) {
        return Buffer.buffer(bytes(out -> {
            out.writeStartObject();
            if (!key.isEmpty()) out.writeStringField("key", key);
            out.writeStringField("errorCode", code);
            out.writeStringField("errorDetails", details);
            out.writeEndObject();
        }));
    }

    private static byte[] evaluation(Resolution resolution) {
        return bytes(out -> {
            out.writeStartObject();
            out.writeStringField("key", resolution.flag());
            if (resolution.error().isPresent()) {
                Resolution.Failure failure = resolution.error().get();
                out.writeStringField("errorCode", failure.code().name());
                out.writeStringField("errorDetails", failure.message());
            } else {
                out.writeStringField("reason", resolution.reason().name());
                if (resolution.variant().isPresent()) {
                    Variant variant = resolution.variant().get();
                    out.writeStringField("variant", variant.name());
                    out.writeFieldName("value");
                    out.writeRawValue(variant.json());
                }
            }
            out.writeFieldName("metadata");
            metadata(out, resolution.metadata());
            out.writeEndObject();
        });
    }

    private static void metadata(JsonGenerator out, Map<String, Object> metadata) throws IOException {
        out.writeStartObject();
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

    private static byte[] bytes(Writing writing) {
        var bytes = new ByteArrayOutputStream(ONE_BYTES);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new IllegalStateException("memory takes all that is written", e);
        }
        return bytes.toByteArray();
    }
}
