package dev.mayfly.bindings;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A capability with one owner. The owner implements the interface, and that class is its REST resource. In every other process a
 * remote client is the default bean for it. All calls, in-process or remote, pass the same guard, which knows the {@link
 * dev.mayfly.bindings.identity.Caller} and checks the {@code account} parameter.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Contract {
    /** The service that owns it; its address elsewhere is {@code mayfly.bindings.services.<owner>.url}. */
    String owner();
}
