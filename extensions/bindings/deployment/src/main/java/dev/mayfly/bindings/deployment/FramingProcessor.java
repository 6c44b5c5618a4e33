package dev.mayfly.bindings.deployment;

import io.netty.handler.codec.http.HttpMessage;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.BytecodeTransformerBuildItem;
import io.quarkus.gizmo.ClassTransformer;
import io.quarkus.gizmo.MethodCreator;
import java.lang.reflect.Modifier;
import org.objectweb.asm.ClassVisitor;

/**
 * No request tells its length twice. Netty drops the Content-Length beside Transfer-Encoding before any handler sees it, and leaves a
 * method to be overridden by whoever would rather refuse (RFC 9112 6.3: such a message may be an attempt to smuggle a request past a
 * proxy that believes the other one). Vert.x does not override it and takes no decoder of ours, so the build does.
 */
class FramingProcessor {
    private static final String DECODER = "io.vertx.core.http.impl.VertxHttpRequestDecoder";
    private static final String BOTH_LENGTHS = "handleTransferEncodingChunkedWithContentLength";

    @BuildStep
    BytecodeTransformerBuildItem refuseBothLengths() {
        return new BytecodeTransformerBuildItem.Builder()
                .setClassToTransform(DECODER)
                .setVisitorFunction(FramingProcessor::overridden)
                .build();
    }

    /** What it throws makes the message an invalid one: Vert.x answers 400 and closes the connection. */
    private static ClassVisitor overridden(String name, ClassVisitor visitor) {
        ClassTransformer decoder = new ClassTransformer(name);
        try (MethodCreator method = decoder.addMethod(BOTH_LENGTHS, void.class, HttpMessage.class)) {
            method.setModifiers(Modifier.PROTECTED);
            method.throwException(
                    IllegalArgumentException.class, "Content-Length and Transfer-Encoding exclude each other");
        }
        return decoder.applyTo(visitor);
    }
}
