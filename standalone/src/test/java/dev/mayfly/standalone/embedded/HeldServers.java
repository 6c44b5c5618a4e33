package dev.mayfly.standalone.embedded;

import java.nio.file.Files;
import java.nio.file.Path;

/** A program of its own that starts both servers, tells their pids, and holds them until it is ended. */
final class HeldServers {
    private HeldServers() {}

    public static void main(String[] args) throws Exception {
        var home = Path.of(args[0]);
        Folders.createPrivate(home);
        if (!Files.exists(home.resolve("password"))) Files.writeString(home.resolve("password"), "secret");
        try {
            var postgres = PostgresServer.start(postgres(home));
            var redis = RedisServer.start(redis(home), "secret");
            System.out.println("running " + postgres.pid() + " " + redis.pid());
            System.in.read();
        } catch (dev.mayfly.standalone.StartRefused e) {
            System.out.println("refused " + e.getMessage());
        }
        Runtime.getRuntime().halt(0);
    }

    static PostgresServer.Layout postgres(Path home) {
        return new PostgresServer.Layout(
                home.resolve("programs"),
                home.resolve("postgres"),
                home.resolve("password"),
                home.resolve("postgres.log"));
    }

    static RedisServer.Layout redis(Path home) {
        return new RedisServer.Layout(home.resolve("programs"), home.resolve("redis"), home.resolve("redis.log"));
    }
}
