package dev.mayfly.control.functions;

import dev.mayfly.bindings.env.BindingRegistry;
import dev.mayfly.control.routes.StoredRoutes;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** What this platform accepts in metadata. */
@ApplicationScoped
public class MetadataRules {
    private final Set<String> bindingTypes;
    private final StoredRoutes routes;

    MetadataRules(BindingRegistry bindings, StoredRoutes routes) {
        this.bindingTypes = bindings.types();
        this.routes = routes;
    }

    /** Of bindings. */
    public Set<String> bindingTypes() {
        return bindingTypes;
    }

    public MetadataCheck check(Places places) {
        return new MetadataCheck(places, bindingTypes, routes);
    }
}
