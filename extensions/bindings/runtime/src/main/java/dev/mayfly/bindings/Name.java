package dev.mayfly.bindings;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.regex.Pattern;

/**
 * A parameter of a {@link Contract} that holds the name of a function: lower-case letters, digits and hyphens, at most 40, as a
 * host name has room for. The guard refuses anything else; the {@code account} parameter is held to the same without being marked.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Name {
    /** What a name looks like. No other place, a database neither, has a rule of its own. */
    Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");

    /** The same in words. */
    String RULE = "1 to 40 lower-case letters, digits and inner hyphens";
}
