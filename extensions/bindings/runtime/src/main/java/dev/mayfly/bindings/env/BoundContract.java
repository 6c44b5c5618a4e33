package dev.mayfly.bindings.env;

import java.util.List;

/**
 * What the build saw of a {@link dev.mayfly.bindings.Binding}.
 *
 * @param type its name in a deployment's metadata
 * @param contract the name of the interface
 */
public record BoundContract(String type, String contract, List<BoundMethod> methods) {
    /** @param parameters in the order of the Java method */
    public record BoundMethod(String name, List<BoundParameter> parameters) {
        /** A method whose parameters are all queries takes one object of them in JavaScript, any other takes them by position. */
        public Style style() {
            List<BoundParameter> own = ofGuest();
            boolean queries = own.stream().allMatch(parameter -> parameter.kind == Kind.query);
            return !own.isEmpty() && queries ? Style.options : Style.positional;
        }

        /** Those that a function gives: neither its account nor what its deployment fixed. */
        public List<BoundParameter> ofGuest() {
            return parameters.stream()
                    .filter(parameter -> parameter.kind != Kind.account && parameter.kind != Kind.setting)
                    .toList();
        }
    }

    public record BoundParameter(String name, Kind kind, boolean optional) {}

    public enum Kind {
        account,
        setting,
        path,
        query,
        body
    }

    public enum Style {
        options,
        positional
    }
}
