package dev.mayfly.isolates.worker.engine;

import java.io.OutputStream;
import java.util.Objects;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.SandboxPolicy;
import org.graalvm.polyglot.io.IOAccess;

/** The one JavaScript engine of a worker: parsed sources and compiled code are shared by all isolates, state by none. */
public final class GuestEngine implements AutoCloseable {
    private static final String INTERPRETED = "Interpreted";

    /** What the worker's functions return is no object of the host's, except bytes, which a guest can only read or write as such. */
    private static final HostAccess BYTES_ONLY = HostAccess.newBuilder(HostAccess.CONSTRAINED)
            .allowBufferAccess(true)
            .build();

    private final Engine engine;
    private final Context.Builder builder;
    private final HeapGauge gauge;
    private final PreludeImage image;

    public GuestEngine() {
        var nowhere = OutputStream.nullOutputStream();
        engine = Engine.newBuilder("js")
                .sandbox(SandboxPolicy.CONSTRAINED)
                .out(nowhere)
                .err(nowhere)
                .option("engine.WarnInterpreterOnly", "false")
                .build();
        gauge = Objects.requireNonNull(engine.getInstruments().get(HeapGauge.ID))
                .lookup(HeapGauge.class);
        builder = Context.newBuilder("js")
                .engine(engine)
                .sandbox(SandboxPolicy.CONSTRAINED)
                .out(nowhere)
                .err(nowhere)
                .allowHostAccess(BYTES_ONLY)
                .allowPolyglotAccess(PolyglotAccess.NONE)
                .allowIO(IOAccess.NONE)
                .allowValueSharing(false)
                .allowExperimentalOptions(true)
                .option("js.esm-eval-returns-exports", "true")
                .option("js.load", "false")
                .option("js.print", "false")
                .option("js.console", "false")
                .option("js.graal-builtin", "false");
        image = PreludeImage.take(builder);
    }

    /** What the engine calls itself. */
    public String name() {
        return engine.getImplementationName();
    }

    /** Whether hot guest code is compiled. */
    public boolean compiles() {
        return !name().equals(INTERPRETED);
    }

    /** Has what compiles guest code stand ready, at the priority of this thread. After the first context has run. */
    public void keepCompilerThreads() {
        if (compiles()) CompilerThreads.keep();
    }

    public HeapGauge gauge() {
        return gauge;
    }

    /** How many objects an isolate is born with. */
    int objects() {
        return image.objects();
    }

    Context newContext() {
        return builder.build();
    }

    @Override
    public void close() {
        image.close();
        engine.close(true);
    }
}
