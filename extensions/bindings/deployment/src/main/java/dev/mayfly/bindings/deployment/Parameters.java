package dev.mayfly.bindings.deployment;

import dev.mayfly.bindings.env.BoundContract.BoundParameter;
import dev.mayfly.bindings.env.BoundContract.Kind;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.MethodParameterInfo;

/** Parameters of contracts as the index has them. */
final class Parameters {
    private Parameters() {}

    static boolean isAccount(MethodParameterInfo parameter) {
        return bound(parameter).kind() == Kind.account;
    }

    static BoundParameter bound(MethodParameterInfo parameter) {
        boolean optional = parameter.type().name().equals(Names.OPTIONAL);
        AnnotationInstance path = parameter.declaredAnnotation(Names.PATH_PARAM);
        AnnotationInstance query = parameter.declaredAnnotation(Names.QUERY_PARAM);
        if (path != null && path.value().asString().equals("account"))
            return new BoundParameter("account", Kind.account, false);
        if (parameter.hasDeclaredAnnotation(Names.SETTING)) return new BoundParameter("setting", Kind.setting, false);
        if (path != null) return new BoundParameter(path.value().asString(), Kind.path, optional);
        if (query != null) return new BoundParameter(query.value().asString(), Kind.query, optional);
        String name = parameter.name();
        return new BoundParameter(name == null ? "body" : name, Kind.body, optional);
    }
}
