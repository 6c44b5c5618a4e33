package dev.mayfly.bench.hostile;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One request to an attack over a socket of its own, by a client that behaves as {@link Attack.Client} says.
 *
 * @param end as {@link Attack} names it; anything else is none that an attack may come to
 */
record Strike(String end, long ms) {
    private static final int PATIENCE_MS = 30_000;
    private static final int LINE_MAX = 512 << 10;
    private static final int KEPT_MAX = 64 << 10;
    private static final Pattern LIMIT = Pattern.compile("\"limit\":\"(\\w+)\"");
    private static final Pattern CODE = Pattern.compile("\"code\":\"([\\w-]+)\"");

    static Strike at(int port, String account, String function, Attack.Client client, long wallMs)
            throws InterruptedException {
        long start = System.nanoTime();
        String end;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MS);
            boolean promises = client == Attack.Client.neverSends;
            String request = "%s /@%s/%s/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n%s\r\n"
                    .formatted(
                            promises ? "POST" : "GET",
                            account,
                            function,
                            promises ? "Content-Length: 1000000\r\n" : "");
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            end = switch (client) {
                case leaves -> left();
                case neverReads -> {
                    TimeUnit.MILLISECONDS.sleep(wallMs + 2_000);
                    yield answer(new BufferedInputStream(socket.getInputStream()));
                }
                case ordinary, neverSends -> answer(new BufferedInputStream(socket.getInputStream()));
            };
        } catch (SocketTimeoutException e) {
            end = "no end";
        } catch (IOException e) {
            end = "no answer: " + e.getMessage();
        }
        return new Strike(end, (System.nanoTime() - start) / 1_000_000);
    }

    /** What became of it nobody sees here; its worker and its neighbours do. */
    private static String left() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(150);
        return "answered";
    }

    private static String answer(InputStream in) throws IOException {
        int status = Integer.parseInt(line(in).substring(9, 12));
        long length = -1;
        boolean chunked = false;
        boolean problem = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:"))
                length = Long.parseLong(lower.substring(15).strip());
            if (lower.startsWith("transfer-encoding:")) chunked |= lower.contains("chunked");
            if (lower.startsWith("content-type:")) problem |= lower.contains("problem+json");
        }
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        try {
            if (!chunked) copy(in, length < 0 ? Long.MAX_VALUE : length, kept, length >= 0);
            else
                for (long size = chunk(in); size > 0; size = chunk(in)) {
                    copy(in, size, kept, true);
                    in.skipNBytes(2);
                }
        } catch (EOFException e) {
            return "broken";
        }
        String body = kept.toString(StandardCharsets.UTF_8);
        if (body.startsWith(Attack.LEAK)) return body;
        return problem ? refusal(status, body) : "answered";
    }

    private static String refusal(int status, String body) {
        Matcher limit = LIMIT.matcher(body);
        if (limit.find()) return limit.group(1);
        Matcher code = CODE.matcher(body);
        String said = code.find() ? code.group(1) : "";
        return switch (said) {
            case "function-failed", "bad-answer", "no-answer" -> "error";
            default -> "%d %s".formatted(status, said);
        };
    }

    private static void copy(InputStream in, long length, ByteArrayOutputStream kept, boolean whole)
            throws IOException {
        byte[] buffer = new byte[64 << 10];
        for (long left = length; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0 && whole) throw new EOFException();
            if (read < 0) return;
            left -= read;
            if (kept.size() < KEPT_MAX) kept.write(buffer, 0, read);
        }
    }

    private static long chunk(InputStream in) throws IOException {
        return Long.parseLong(line(in).split(";")[0].strip(), 16);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) throw new EOFException("the connection was closed");
            if (c != '\r') line.append((char) c);
            if (line.length() > LINE_MAX) throw new IOException("a line without an end");
        }
        return line.toString();
    }
}
