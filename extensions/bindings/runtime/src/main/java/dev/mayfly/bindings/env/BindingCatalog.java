package dev.mayfly.bindings.env;

import java.util.List;

/** All bindings that the build found. */
public record BindingCatalog(List<BoundContract> contracts) {}
