package dev.mayfly.bench.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the host and its workers write into the log. */
final class Journal extends Handler {
    private static final int LINES_MAX = 20_000;

    private final Logger logger = Logger.getLogger("dev.mayfly.isolates");
    private final SimpleFormatter formatter = new SimpleFormatter();
    private final List<String> lines = new ArrayList<>();

    Journal() {
        logger.addHandler(this);
        logger.setLevel(Level.INFO);
        logger.setUseParentHandlers(false);
    }

    @Override
    public synchronized void publish(LogRecord line) {
        if (lines.size() < LINES_MAX) lines.add(formatter.formatMessage(line));
    }

    /** How many lines there are: a place to look on from. */
    synchronized int size() {
        return lines.size();
    }

    synchronized List<String> from(int line) {
        return List.copyOf(lines.subList(line, lines.size()));
    }

    /** Whether a worker says in this line that something went wrong that no guest may cause. */
    static boolean isError(String line) {
        return line.contains("an error of the engine")
                || line.contains("an error of the worker")
                || line.contains("broke the protocol")
                || line.contains(" died: ")
                || line.contains(" exited with ")
                || line.contains(" ended by signal ")
                || line.contains("did not start")
                || line.contains("mayfly worker: ");
    }

    /** Whether a worker was given up in this line, since a guest did not obey. */
    static boolean isCondemnation(String line) {
        return line.contains(" is condemned: ");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
