package dev.mayfly.edge.flags.rpc;

import dev.mayfly.flags.FlagType;
import dev.mayfly.flags.Resolution;
import dev.mayfly.flags.Variant;
import java.util.List;
import java.util.Map;

/** Messages of {@code flagd.evaluation.v1} and {@code v2}. */
final class EvaluationMessages {
    private EvaluationMessages() {}

    /** @param whole whether numbers are asked for as int64 */
    static byte[] one(Resolution resolution, FlagType type, boolean whole) {
        ProtoWriter answer = new ProtoWriter();
        resolution.variant().ifPresent(variant -> {
            value(answer, type, whole, variant);
            answer.text(3, variant.name());
        });
        return answer.text(2, resolution.reason().name())
                .struct(4, resolution.metadata())
                .bytes();
    }

    private static void value(ProtoWriter answer, FlagType type, boolean whole, Variant variant) {
        switch (type) {
            case BOOLEAN -> answer.whole(1, (Boolean) variant.value() ? 1 : 0);
            case STRING -> answer.text(1, (String) variant.value());
            case NUMBER -> {
                Number number = (Number) variant.value();
                if (whole) answer.whole(1, number.longValue());
                else answer.real(1, number.doubleValue());
            }
            case OBJECT -> answer.struct(1, (Map<?, ?>) variant.value());
        }
    }

    /** Flags that have no value are left out: what a client does not find there has its own default. */
    static byte[] all(List<Resolution> resolutions, Map<String, Object> metadata) {
        ProtoWriter answer = new ProtoWriter();
        for (Resolution resolution : resolutions)
            resolution
                    .variant()
                    .ifPresent(variant -> answer.message(
                            1, new ProtoWriter().text(1, resolution.flag()).message(2, any(resolution, variant))));
        return answer.struct(2, metadata).bytes();
    }

    private static ProtoWriter any(Resolution resolution, Variant variant) {
        ProtoWriter any = new ProtoWriter().text(1, resolution.reason().name()).text(2, variant.name());
        switch (variant.value()) {
            case Boolean bool -> any.whole(3, bool ? 1 : 0);
            case Number number -> any.real(5, number.doubleValue());
            case Map<?, ?> map -> any.struct(6, map);
            default -> any.text(4, variant.value().toString());
        }
        return any.struct(7, resolution.metadata());
    }

    static byte[] event(String type, Map<String, ?> data) {
        return new ProtoWriter().text(1, type).struct(2, data).bytes();
    }
}
