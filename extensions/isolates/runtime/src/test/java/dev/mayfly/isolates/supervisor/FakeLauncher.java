package dev.mayfly.isolates.supervisor;

import dev.mayfly.isolates.LockIn;
import dev.mayfly.isolates.process.Launcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Starts workers that live in this process and do what a test tells them. */
final class FakeLauncher implements Launcher {
    private static final int TRIES_MAX = 100;
    final BlockingQueue<FakeWorker> launched = new LinkedBlockingQueue<>();
    private final Path directory;
    volatile boolean failing;

    FakeLauncher() {
        try {
            directory = Files.createTempDirectory("mf");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The worker that was started next; it has not greeted yet. */
    FakeWorker next() {
        try {
            FakeWorker worker = launched.poll(10, TimeUnit.SECONDS);
            if (worker == null) throw new AssertionError("no worker was started");
            return worker;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The worker that was started next, greeted. */
    FakeWorker ready() {
        FakeWorker worker = next();
        worker.hello();
        return worker;
    }

    @Override
    public Path socket(int worker) {
        return directory.resolve("s" + worker);
    }

    @Override
    public Running launch(Launch launch, Consumer<String> exited) {
        if (failing) {
            Thread.ofVirtual().start(() -> exited.accept("it is a test"));
            return new FakeWorker(launch, exited);
        }
        FakeWorker worker = new FakeWorker(launch, exited);
        launched.add(worker);
        return worker;
    }

    @Override
    public void release(int worker) {
        try {
            Files.deleteIfExists(directory.resolve("s" + worker));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public LockIn lockIn() {
        return LockIn.UNKNOWN;
    }

    /** The socket of a replacement that was on its way may come meanwhile: it goes too. */
    @Override
    public void close() {
        for (int tries = 0; ; tries++) {
            try (var files = Files.list(directory)) {
                for (Path file : (Iterable<Path>) files::iterator) Files.deleteIfExists(file);
                Files.deleteIfExists(directory);
                return;
            } catch (DirectoryNotEmptyException e) {
                if (tries == TRIES_MAX) throw new UncheckedIOException(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
