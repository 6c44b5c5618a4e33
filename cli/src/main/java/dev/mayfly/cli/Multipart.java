package dev.mayfly.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A body of type multipart/form-data (RFC 7578). */
final class Multipart {
    private final String boundary = "mayfly-" + UUID.randomUUID();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Multipart field(String name, String contentType, String value) {
        return part(
                "form-data; name=\"%s\"".formatted(quoted(name)), contentType, value.getBytes(StandardCharsets.UTF_8));
    }

    Multipart file(String name, String contentType, byte[] content) {
        return part("form-data; name=\"%1$s\"; filename=\"%1$s\"".formatted(quoted(name)), contentType, content);
    }

    private Multipart part(String disposition, String contentType, byte[] content) {
        String head = "--%s\r\nContent-Disposition: %s\r\nContent-Type: %s\r\n\r\n"
                .formatted(boundary, disposition, contentType);
        out.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        out.writeBytes(content);
        out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(out.toByteArray());
        whole.writeBytes("--%s--\r\n".formatted(boundary).getBytes(StandardCharsets.US_ASCII));
        return whole.toByteArray();
    }

    private static String quoted(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }
}
