package dev.mayfly.standalone.embedded;

import java.io.IOException;

/** What asks a server to end. PostgreSQL waits for its clients at {@code TERM}, but not at {@code INT}, which the JDK cannot send. */
enum Signal {
    INT,
    TERM,
    KILL;

    void send(ProcessHandle process) {
        try {
            new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\"", name(), Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
