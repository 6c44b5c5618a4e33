package dev.mayfly.bindings.identity;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A contract, or a method of one, that only {@link Caller.Platform} may call: services that show their own token and speak for
 * nobody. No other token comes through, however far it reaches.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface PlatformOnly {}
