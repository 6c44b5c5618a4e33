package dev.mayfly.k8s;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Keys that the types of Kubernetes do not know: the client keeps them aside, the API server would drop them or refuse. */
final class Unknown {
    private Unknown() {}

    static List<String> in(Object resource) throws Exception {
        var found = new ArrayList<String>();
        look(resource, resource.getClass().getSimpleName(), found);
        return found;
    }

    private static void look(Object value, String path, List<String> found) throws Exception {
        if (value instanceof Collection<?> items) {
            for (var item : items) look(item, path, found);
        } else if (value instanceof Map<?, ?> entries) {
            for (var entry : entries.entrySet()) look(entry.getValue(), path + "." + entry.getKey(), found);
        } else if (value != null && value.getClass().getName().startsWith("io.fabric8.")) {
            for (var method : value.getClass().getMethods()) {
                if (method.isAnnotationPresent(JsonAnyGetter.class))
                    ((Map<?, ?>) method.invoke(value)).keySet().forEach(key -> found.add(path + "." + key));
                else if (isGetter(method))
                    look(method.invoke(value), path + "." + method.getName().substring(3), found);
            }
        }
    }

    private static boolean isGetter(Method method) {
        return method.getName().startsWith("get")
                && method.getParameterCount() == 0
                && !method.getName().equals("getClass");
    }
}
