package dev.mayfly.isolates.worker.engine;

import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import com.oracle.truffle.api.instrumentation.provider.TruffleInstrumentProvider;
import java.util.Collection;
import java.util.List;
import org.graalvm.polyglot.SandboxPolicy;

/** Tells the engine of {@link HeapGauge}; written by hand, since the annotation processor that would do it is no part of our build. */
@TruffleInstrument.Registration(
        id = HeapGauge.ID,
        name = "Mayfly heap gauge",
        version = "1",
        services = HeapGauge.class,
        sandbox = SandboxPolicy.CONSTRAINED)
public final class HeapGaugeProvider extends TruffleInstrumentProvider {
    @Override
    protected String getInstrumentClassName() {
        return HeapGauge.Instrument.class.getName();
    }

    @Override
    protected Object create() {
        return new HeapGauge.Instrument();
    }

    @Override
    protected Collection<String> getServicesClassNames() {
        return List.of(HeapGauge.class.getName());
    }
}
