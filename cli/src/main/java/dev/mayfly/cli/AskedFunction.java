package dev.mayfly.cli;

import dev.mayfly.cli.exit.Exit;
import dev.mayfly.cli.exit.Refusal;

/** A function that was named, where the platform says nothing of it: nothing happened, or there is none. */
final class AskedFunction {
    private AskedFunction() {}

    /** Fails when there is no such function. A token that may not read functions leaves it open. */
    static void require(Platform platform, String name) {
        try {
            platform.get("/functions" + Platform.path(name));
        } catch (Refusal refusal) {
            if (refusal.exit() == Exit.NOT_FOUND)
                throw new Refusal(
                        Exit.NOT_FOUND,
                        refusal.code(),
                        "there is no function %s in the account %s; `mayfly list` tells which there are"
                                .formatted(name, platform.account()));
            if (refusal.exit() != Exit.DENIED) throw refusal;
        }
    }
}
