package dev.mayfly.isolates.guard;

/** A thread for guests, which knows whether one may be on its stack. */
public abstract class GuestStack extends Thread {
    private boolean used;

    protected GuestStack(String name, long stackBytes) {
        super(null, null, name, stackBytes);
    }

    /** Does this with guests on the stack; on other threads, too. */
    public static void use(Runnable work) {
        if (!(Thread.currentThread() instanceof GuestStack stack) || stack.used) {
            work.run();
            return;
        }
        stack.used = true;
        try {
            work.run();
        } finally {
            stack.used = false;
        }
    }

    boolean isUsed() {
        return used;
    }
}
