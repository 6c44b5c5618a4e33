package dev.mayfly.edge.flags;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.mayfly.flags.Resolution;
import dev.mayfly.flags.Variant;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What the OpenFeature Remote Evaluation Protocol answers, as JSON; an instance writes one answer. */
final class OfrepText {
    private static final JsonFactory JSON = new JsonFactory();
    /** Of what is usual. */
    private static final int ONE_BYTES = 192;

    private static final SerializableString KEY = new SerializedString("key");
    private static final SerializableString REASON = new SerializedString("reason");
    private static final SerializableString VARIANT = new SerializedString("variant");
    private static final SerializableString VALUE = new SerializedString("value");
    private static final SerializableString METADATA = new SerializedString("metadata");

    @FunctionalInterface
    private interface Writing {
        void to(JsonGenerator out) throws IOException;
    }

    /** What flags have in common is written once: most have their set's. */
    private Map<String, Object> metadata = Map.of();

    private String metadataText = "{}";

    private OfrepText() {}

    static Buffer one(Resolution resolution) {
        return written(ONE_BYTES, out -> new OfrepText().evaluation(out, resolution));
    }

    static byte[] all(List<Resolution> resolutions, Map<String, Object> metadata) {
        return bytes(ONE_BYTES * (resolutions.size() + 1), out -> {
            var text = new OfrepText();
            out.writeStartObject();
            out.writeArrayFieldStart("flags");
            for (Resolution resolution : resolutions) text.evaluation(out, resolution);
            out.writeEndArray();
            text.metadata(out, metadata);
            out.writeEndObject();
        });
    }

    /** @param key of the flag, empty where none was asked for */
    static Buffer failure(String key, String code, String details) {
        return written(ONE_BYTES, out -> {
            out.writeStartObject();
            if (!key.isEmpty()) out.writeStringField("key", key);
            out.writeStringField("errorCode", code);
            out.writeStringField("errorDetails", details);
            out.writeEndObject();
        });
    }

    private void evaluation(JsonGenerator out, Resolution resolution) throws IOException {
        out.writeStartObject();
        out.writeFieldName(KEY);
        out.writeString(resolution.flag());
        if (resolution.error().isPresent()) {
            Resolution.Failure failure = resolution.error().get();
            out.writeStringField("errorCode", failure.code().name());
            out.writeStringField("errorDetails", failure.message());
        } else {
            out.writeFieldName(REASON);
            out.writeString(resolution.reason().name());
            if (resolution.variant().isPresent()) {
                Variant variant = resolution.variant().get();
                out.writeFieldName(VARIANT);
                out.writeString(variant.name());
                out.writeFieldName(VALUE);
                out.writeRawValue(variant.json());
            }
        }
        metadata(out, resolution.metadata());
        out.writeEndObject();
    }

    private void metadata(JsonGenerator out, Map<String, Object> of) throws IOException {
        if (of != metadata) {
            metadataText = new String(written(of), StandardCharsets.UTF_8);
            metadata = of;
        }
        out.writeFieldName(METADATA);
        out.writeRawValue(metadataText);
    }

    private static byte[] written(Map<String, Object> metadata) {
        return bytes(ONE_BYTES, out -> {
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
        });
    }

    private static Buffer written(int expected, Writing writing) {
        return Buffer.buffer(bytes(expected, writing));
    }

    private static byte[] bytes(int expected, Writing writing) {
        var bytes = new ByteArrayOutputStream(expected);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new IllegalStateException("memory takes all that is written", e);
        }
        return bytes.toByteArray();
    }
}
