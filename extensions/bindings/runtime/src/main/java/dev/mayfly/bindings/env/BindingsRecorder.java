package dev.mayfly.bindings.env;

import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;
import java.util.List;

/** Carries what the build found over to the running process. */
@Recorder
public class BindingsRecorder {
    public RuntimeValue<BindingCatalog> catalog(List<BoundContract> contracts) {
        return new RuntimeValue<>(new BindingCatalog(contracts));
    }
}
