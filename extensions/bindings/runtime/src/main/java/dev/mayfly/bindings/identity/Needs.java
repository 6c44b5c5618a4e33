package dev.mayfly.bindings.identity;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a token must be allowed to do before it may call a method of a contract: on the function that the parameter {@link
 * dev.mayfly.bindings.Name} names, or else in the whole account. The build refuses a method that says neither this nor who else
 * alone may call it.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Needs {
    Action value();
}
