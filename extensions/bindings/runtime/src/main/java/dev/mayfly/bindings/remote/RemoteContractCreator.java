package dev.mayfly.bindings.remote;

import io.quarkus.arc.BeanCreator;
import io.quarkus.arc.SyntheticCreationalContext;
import java.util.Objects;

/** Makes the default bean of a contract whose owner is elsewhere: a remote client behind the same guard. */
public class RemoteContractCreator implements BeanCreator<Object> {
    /** Parameters that the build passes. */
    public static final String CONTRACT = "contract";

    public static final String OWNER = "owner";

    @Override
    public Object create(SyntheticCreationalContext<Object> context) {
        Class<?> contract =
                (Class<?>) Objects.requireNonNull(context.getParams().get(CONTRACT));
        String owner = (String) Objects.requireNonNull(context.getParams().get(OWNER));
        Object client = context.getInjectedReference(RemoteContracts.class).client(contract, owner);
        return context.getInterceptionProxy().create(client);
    }
}
