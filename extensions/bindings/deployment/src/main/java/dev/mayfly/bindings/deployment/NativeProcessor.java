package dev.mayfly.bindings.deployment;

import dev.mayfly.bindings.deployment.ContractsBuildItem.ContractFound;
import dev.mayfly.bindings.env.BoundContract;
import dev.mayfly.bindings.env.BoundContract.BoundParameter;
import dev.mayfly.bindings.problem.ProblemDocument;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveHierarchyBuildItem;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

/** What reflection must find in a native executable: what travels as JSON, and contracts, whose annotations the guard reads. */
class NativeProcessor {
    private static final String WHY = "a @Contract carries it";

    @BuildStep
    void contracts(
            ContractsBuildItem contracts,
            BuildProducer<ReflectiveClassBuildItem> classes,
            BuildProducer<ReflectiveHierarchyBuildItem> hierarchies) {
        for (ContractFound contract : contracts.contracts()) {
            classes.produce(
                    ReflectiveClassBuildItem.builder(contract.type().name().toString())
                            .methods()
                            .build());
            contract.implementations()
                    .forEach(name -> classes.produce(ReflectiveClassBuildItem.builder(name.toString())
                            .methods()
                            .build()));
            carried(contract.type(), hierarchies);
        }
    }

    @BuildStep
    ReflectiveClassBuildItem own() {
        return ReflectiveClassBuildItem.builder(
                        ProblemDocument.class.getName(),
                        ProblemDocument.Place.class.getName(),
                        BoundParameter.class.getName(),
                        BoundContract.Kind.class.getName(),
                        BoundContract.Style.class.getName(),
                        "dev.mayfly.bindings.env.CallableBinding$Descriptor",
                        "dev.mayfly.bindings.env.CallableBinding$MethodDescriptor")
                .constructors()
                .methods()
                .fields()
                .build();
    }

    private static void carried(ClassInfo type, BuildProducer<ReflectiveHierarchyBuildItem> hierarchies) {
        for (MethodInfo method : type.methods()) {
            hierarchies.produce(hierarchy(method.returnType()));
            for (Type parameter : method.parameterTypes()) hierarchies.produce(hierarchy(parameter));
        }
    }

    private static ReflectiveHierarchyBuildItem hierarchy(Type type) {
        return ReflectiveHierarchyBuildItem.builder(type).source(WHY).build();
    }
}
