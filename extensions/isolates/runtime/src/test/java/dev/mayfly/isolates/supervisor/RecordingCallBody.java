package dev.mayfly.isolates.supervisor;

import dev.mayfly.isolates.InvocationClient.CallBody;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what a function says about its call. */
final class RecordingCallBody implements CallBody {
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    String next() {
        try {
            return String.valueOf(told.poll(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void piece(byte[] bytes) {
        told.add("piece " + bytes.length);
    }

    @Override
    public void end() {
        told.add("end");
    }

    @Override
    public void broken() {
        told.add("broken");
    }

    @Override
    public void wants(int bytes) {
        told.add("wants " + bytes);
    }

    @Override
    public void hungUp() {
        told.add("hungUp");
    }
}
