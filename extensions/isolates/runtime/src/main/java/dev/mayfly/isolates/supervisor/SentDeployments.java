package dev.mayfly.isolates.supervisor;

import dev.mayfly.isolates.InvocationRequest.RunnableVersion;
import dev.mayfly.isolates.frames.Message;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What one worker knows: each deployment is sent once, and those used least recently are forgotten when there are too many. */
final class SentDeployments {
    private final int countMax;
    private final long bytesMax;
    private final Map<String, Sent> sent = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;
    private int lastKey;

    SentDeployments(int countMax, long bytesMax) {
        this.countMax = countMax;
        this.bytesMax = bytesMax;
    }

    private static final class Sent {
        final int key;
        final long bytes;
        int inUse;

        Sent(int key, long bytes) {
            this.key = key;
            this.bytes = bytes;
        }
    }

    /** The key of this version on this worker, which is told of it first when it is new. {@link #release} it afterwards. */
    int use(WorkerLink link, RunnableVersion version) {
        Sent known = sent.get(version.key());
        if (known == null) {
            known = new Sent(++lastKey, size(version));
            link.send(0, deploy(known.key, version));
            sent.put(version.key(), known);
            bytes += known.bytes;
            forgetOldest(link);
        }
        known.inUse++;
        return known.key;
    }

    void release(RunnableVersion version) {
        Sent known = sent.get(version.key());
        if (known != null) known.inUse--;
    }

    int size() {
        return sent.size();
    }

    private void forgetOldest(WorkerLink link) {
        Iterator<Sent> oldestFirst = sent.values().iterator();
        while ((sent.size() > countMax || bytes > bytesMax) && oldestFirst.hasNext()) {
            Sent oldest = oldestFirst.next();
            if (oldest.inUse > 0 || oldest.key == lastKey) continue;
            oldestFirst.remove();
            bytes -= oldest.bytes;
            link.send(0, new Message.Forget(oldest.key));
        }
    }

    private static long size(RunnableVersion version) {
        long size = version.env().length();
        for (var module : version.modules()) size += module.content().length;
        return size;
    }

    private static Message.Deploy deploy(int key, RunnableVersion version) {
        List<Message.Module> modules = version.modules().stream()
                .map(m -> new Message.Module(m.name(), m.kind().name().toLowerCase(Locale.ROOT), m.content()))
                .toList();
        return new Message.Deploy(
                key,
                version.account(),
                version.function(),
                version.version(),
                version.mainModule(),
                modules,
                version.env(),
                version.flags().stream().map(Enum::name).toList());
    }
}
