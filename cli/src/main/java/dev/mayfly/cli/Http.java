package dev.mayfly.cli;

import java.net.http.HttpClient;
import java.time.Duration;

/** The one client of this process; it ends with it. */
final class Http {
    private static final class Holder {
        static final HttpClient CLIENT = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    private Http() {}

    static HttpClient client() {
        return Holder.CLIENT;
    }
}
