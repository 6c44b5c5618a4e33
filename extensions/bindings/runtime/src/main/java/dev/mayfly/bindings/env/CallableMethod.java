package dev.mayfly.bindings.env;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.mayfly.bindings.env.BoundContract.BoundMethod;
import dev.mayfly.bindings.env.BoundContract.BoundParameter;
import dev.mayfly.bindings.env.BoundContract.Style;
import dev.mayfly.bindings.problem.Problem;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** One method of a binding: turns what a function gave into what Java takes. */
record CallableMethod(String type, BoundMethod bound, Method java, GuestJson json) {
    /** The account is the function's own; whatever the function says about it is an argument too many. */
    Object[] arguments(String account, Optional<?> setting, String argumentsJson) {
        Iterator<JsonNode> given = inOrder(json.array(argumentsJson, label())).iterator();
        List<Object> arguments = new ArrayList<>();
        for (int i = 0; i < bound.parameters().size(); i++) {
            BoundParameter parameter = bound.parameters().get(i);
            arguments.add(
                    switch (parameter.kind()) {
                        case account -> account;
                        case setting -> setting.orElseThrow(() -> invalid("the deployment has no setting for it"));
                        case path, query, body -> argument(parameter, i, given.next());
                    });
        }
        return arguments.toArray();
    }

    private List<JsonNode> inOrder(List<JsonNode> given) {
        List<BoundParameter> wanted = bound.ofGuest();
        if (bound.style() == Style.options) return options(wanted, given);
        if (given.size() > wanted.size())
            throw invalid("takes at most %d arguments, not %d".formatted(wanted.size(), given.size()));
        List<JsonNode> padded = new ArrayList<>(given);
        while (padded.size() < wanted.size()) padded.add(MissingNode.getInstance());
        return padded;
    }

    private List<JsonNode> options(List<BoundParameter> wanted, List<JsonNode> given) {
        JsonNode options = given.isEmpty() ? MissingNode.getInstance() : given.getFirst();
        boolean fits = given.size() <= 1 && (options.isMissingNode() || options.isNull() || options.isObject());
        if (!fits) throw invalid("takes one object with options");
        List<String> names = wanted.stream().map(BoundParameter::name).toList();
        options.fieldNames().forEachRemaining(key -> {
            if (!names.contains(key))
                throw invalid(
                        "has no option %s; it has %s".formatted(GuestJson.shortened(key), String.join(", ", names)));
        });
        return names.stream().map(options::path).collect(Collectors.toList());
    }

    private Object argument(BoundParameter parameter, int index, JsonNode value) {
        if (!value.isMissingNode() && !value.isNull())
            return json.read(value, java.getGenericParameterTypes()[index], label() + ": " + parameter.name());
        if (parameter.optional()) return Optional.empty();
        throw invalid(parameter.name() + " is missing");
    }

    private Problem invalid(String what) {
        return new Problem.Invalid(GuestJson.CODE, label() + ": " + what);
    }

    private String label() {
        return type + "." + bound.name();
    }
}
