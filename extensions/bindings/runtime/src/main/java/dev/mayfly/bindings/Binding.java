package dev.mayfly.bindings;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A {@link Contract} that functions reach on {@code env}. A deployment names the type in its metadata ({@code
 * {"type":"invocations","name":"INVOCATIONS"}}); the function then finds an object whose methods are the contract's, without the
 * leading {@code account} parameter, which is the function's own and cannot be chosen. Arguments and results travel as JSON.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Binding {
    /** The type's name in a deployment's metadata. */
    String value();
}
