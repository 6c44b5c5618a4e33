package dev.mayfly.bindings.deployment;

import dev.mayfly.bindings.deployment.ContractsBuildItem.ContractFound;
import dev.mayfly.bindings.env.BindingCatalog;
import dev.mayfly.bindings.env.BindingRegistry;
import dev.mayfly.bindings.env.BindingsRecorder;
import dev.mayfly.bindings.env.BoundContract;
import dev.mayfly.bindings.env.BoundContract.BoundMethod;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.MethodInfo;

/** Describes what functions may have on env. */
class BindingsProcessor {
    @BuildStep
    AdditionalBeanBuildItem registry() {
        return AdditionalBeanBuildItem.unremovableOf(BindingRegistry.class);
    }

    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    SyntheticBeanBuildItem catalog(ContractsBuildItem contracts, BindingsRecorder recorder) {
        List<BoundContract> bound = contracts.contracts().stream()
                .map(ContractFound::type)
                .filter(type -> type.hasDeclaredAnnotation(Names.BINDING))
                .map(BindingsProcessor::describe)
                .toList();
        return SyntheticBeanBuildItem.configure(BindingCatalog.class)
                .scope(Singleton.class)
                .runtimeValue(recorder.catalog(bound))
                .done();
    }

    private static BoundContract describe(ClassInfo type) {
        String name = type.declaredAnnotation(Names.BINDING).value().asString();
        List<BoundMethod> methods = type.methods().stream()
                .filter(ContractRules::isAbstract)
                .map(BindingsProcessor::describe)
                .toList();
        return new BoundContract(name, type.name().toString(), methods);
    }

    private static BoundMethod describe(MethodInfo method) {
        return new BoundMethod(
                method.name(),
                method.parameters().stream().map(Parameters::bound).toList());
    }
}
