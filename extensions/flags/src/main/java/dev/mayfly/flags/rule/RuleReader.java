package dev.mayfly.flags.rule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.flags.rule.Node.Literal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Compiles a rule. What is wrong with it is told; what cannot be understood has no node. */
public final class RuleReader {
    private final Map<String, JsonNode> evaluators;
    private final int depthMax;
    private final int nodesMax;
    private final BiConsumer<String, String> flaws;
    private final Set<String> open = new HashSet<>();
    private int nodes;
    private boolean broken;

    /**
     * @param evaluators what {@code $ref} may name
     * @param flaws is told where something is wrong, as a JSON pointer, and what
     */
    public RuleReader(Map<String, JsonNode> evaluators, int depthMax, int nodesMax, BiConsumer<String, String> flaws) {
        this.evaluators = evaluators;
        this.depthMax = depthMax;
        this.nodesMax = nodesMax;
        this.flaws = flaws;
    }

    /** Empty where it cannot be understood. */
    public Optional<Node> read(JsonNode rule, String path) {
        nodes = 0;
        broken = false;
        open.clear();
        Node node = node(rule, path, 0);
        return broken ? Optional.empty() : Optional.of(node);
    }

    private Node node(JsonNode rule, String path, int depth) {
        if (broken) return Literal.NULL;
        if (depth > depthMax) return refused(path, "rules nest at most %d deep".formatted(depthMax));
        if (++nodes > nodesMax) return refused(path, "a rule has at most %,d parts".formatted(nodesMax));
        if (rule.isArray()) return listed(rule, path, depth);
        if (!rule.isObject() || rule.size() != 1) return new Literal(JsonValues.of(rule));
        Map.Entry<String, JsonNode> only = rule.properties().iterator().next();
        return only.getKey().equals("$ref")
                ? evaluator(only.getValue(), path, depth)
                : operation(only.getKey(), only.getValue(), path + '/' + escaped(only.getKey()), depth);
    }

    private Node listed(JsonNode list, String path, int depth) {
        List<Node> parts = parts(list, path, depth);
        if (!parts.stream().allMatch(Literal.class::isInstance)) return new Lists.Listed(parts);
        return new Literal(JsonValues.of(list));
    }

    private Node evaluator(JsonNode name, String path, int depth) {
        JsonNode rule = evaluators.get(name.asText());
        if (rule == null || !name.isTextual())
            return refused(path + "/$ref", "there is no evaluator '%s' in $evaluators".formatted(name.asText()));
        if (!open.add(name.asText()))
            return refused(path + "/$ref", "the evaluator '%s' refers to itself".formatted(name.asText()));
        Node node = node(rule, path, depth + 1);
        open.remove(name.asText());
        return node;
    }

    private Node operation(String operator, JsonNode given, String path, int depth) {
        return switch (operator) {
            case "var" -> variable(given, path, depth);
            case "fractional" -> fractional(given, path, depth);
            default -> operation(operator, new Arguments(parts(given, path, depth), path));
        };
    }

    private Node operation(String operator, Arguments with) {
        return switch (operator) {
            case "if", "?:" -> new Logic.If(with.all());
            case "and" -> new Logic.And(with.all());
            case "or" -> new Logic.Or(with.all());
            case "!" -> new Logic.Not(with.get(0));
            case "!!" -> new Logic.Truth(with.get(0));
            case "==" -> equal(Comparison.Equality.ALIKE, with);
            case "!=" -> equal(Comparison.Equality.UNLIKE, with);
            case "===" -> equal(Comparison.Equality.SAME, with);
            case "!==" -> equal(Comparison.Equality.OTHER, with);
            case "<" -> ordered(Comparison.Order.LESS, with);
            case "<=" -> ordered(Comparison.Order.AT_MOST, with);
            case ">" -> ordered(Comparison.Order.MORE, with);
            case ">=" -> ordered(Comparison.Order.AT_LEAST, with);
            case "+" -> new Arithmetic.Folded(Arithmetic.Fold.SUM, with.all());
            case "*" -> new Arithmetic.Folded(Arithmetic.Fold.PRODUCT, with.all());
            case "min" -> new Arithmetic.Folded(Arithmetic.Fold.LEAST, with.all());
            case "max" -> new Arithmetic.Folded(Arithmetic.Fold.MOST, with.all());
            case "-" ->
                with.count() == 1
                        ? new Arithmetic.Negated(with.get(0))
                        : new Arithmetic.Paired(Arithmetic.Pair.DIFFERENCE, with.get(0), with.get(1));
            case "/" -> new Arithmetic.Paired(Arithmetic.Pair.QUOTIENT, with.get(0), with.get(1));
            case "%" -> new Arithmetic.Paired(Arithmetic.Pair.REMAINDER, with.get(0), with.get(1));
            case "cat" -> new Texts.Cat(with.all());
            case "substr" -> new Texts.Substr(with.get(0), with.get(1), with.count() > 2 ? with.get(2) : null);
            case "in" -> new Texts.In(with.get(0), with.get(1));
            case "starts_with" -> affix(Texts.End.START, with);
            case "ends_with" -> affix(Texts.End.END, with);
            case "sem_ver" -> semVer(with);
            case "merge" -> new Lists.Merged(with.all());
            case "map" -> new Lists.Mapped(with.get(0), with.get(1));
            case "filter" -> new Lists.Filtered(with.get(0), with.get(1));
            case "reduce" -> new Lists.Reduced(with.get(0), with.get(1), with.get(2));
            case "all" -> quantified(Lists.Quantity.ALL, with);
            case "some" -> quantified(Lists.Quantity.SOME, with);
            case "none" -> quantified(Lists.Quantity.NONE, with);
            case "missing" -> new Variables.Missing(with.all());
            case "missing_some" -> new Variables.MissingSome(with.get(0), with.get(1));
            case "log" -> with.get(0);
            default -> refused(with.path, "there is no operator '%s'".formatted(operator));
        };
    }

    private static Node equal(Comparison.Equality how, Arguments with) {
        return new Comparison.Equal(how, with.get(0), with.get(1));
    }

    private static Node ordered(Comparison.Order how, Arguments with) {
        return with.count() == 3
                ? new Comparison.Between(how, with.get(0), with.get(1), with.get(2))
                : new Comparison.Ordered(how, with.get(0), with.get(1));
    }

    private static Node quantified(Lists.Quantity how, Arguments with) {
        return new Lists.Quantified(how, with.get(0), with.get(1));
    }

    private Node affix(Texts.End end, Arguments with) {
        if (with.count() != 2) return careless(with.path, "it takes a text and another text");
        return new Texts.Affix(end, with.get(0), with.get(1));
    }

    private Node semVer(Arguments with) {
        if (with.count() != 3) return careless(with.path, "it takes a version, an operator and another version");
        if (!(with.get(1) instanceof Literal(Object operator)) || !(with.get(2) instanceof Literal(Object wanted)))
            return new SemVer.Compared(with.get(0), with.get(1), with.get(2));
        Optional<SemVer.Operator> how = SemVer.Operator.of(operator);
        if (how.isEmpty()) return careless(with.path + "/1", "the operator is one of =, !=, <, <=, >, >=, ~ and ^");
        Optional<SemVer> version = SemVer.of(wanted);
        if (version.isEmpty())
            return careless(with.path + "/2", "%s is no version, such as 1.2.3".formatted(Values.shown(wanted)));
        return new SemVer.ComparedWith(with.get(0), how.get(), version.get());
    }

    private Node variable(JsonNode given, String path, int depth) {
        JsonNode name = given.isArray() ? given.path(0) : given;
        Node otherwise =
                given.isArray() && given.size() > 1 ? node(given.get(1), path + "/1", depth + 1) : Literal.NULL;
        if (name.isObject()) return new Variables.Computed(node(name, path, depth + 1), otherwise);
        if (name.isArray()) return refused(path, "a variable is named by a text, such as \"user.name\"");
        String text = name.isMissingNode() || name.isNull() ? "" : name.asText();
        Optional<Variables.OfFlagd> told = Variables.OfFlagd.of(text);
        if (told.isPresent()) return told.get();
        Variables.Path read = Variables.Path.of(text);
        return otherwise == Literal.NULL ? new Variables.Variable(read) : new Variables.OrElse(read, otherwise);
    }

    private Node fractional(JsonNode given, String path, int depth) {
        if (!given.isArray() || given.isEmpty())
            return careless(
                    path, "it takes a list of variants with their weights, such as [[\"on\", 10], [\"off\", 90]]");
        boolean named = !given.get(0).isArray();
        List<Fractional.Bucket> buckets = new ArrayList<>();
        for (int i = named ? 1 : 0; i < given.size(); i++) {
            Optional<Fractional.Bucket> bucket = bucket(given.get(i), path + '/' + i, depth);
            if (bucket.isEmpty()) return Literal.NULL;
            buckets.add(bucket.get());
        }
        return new Fractional(named ? node(given.get(0), path + "/0", depth + 1) : null, List.copyOf(buckets));
    }

    private Optional<Fractional.Bucket> bucket(JsonNode given, String path, int depth) {
        if (!given.isArray() || given.isEmpty()) {
            careless(path, "a share is a variant and its weight, such as [\"on\", 10]");
            return Optional.empty();
        }
        JsonNode weight = given.path(1);
        if (weight.isNumber() && (weight.asDouble() != Math.rint(weight.asDouble()) || weight.asDouble() < 0))
            careless(path + "/1", "a weight is a whole number from 0 on");
        return Optional.of(new Fractional.Bucket(
                node(given.get(0), path + "/0", depth + 1),
                weight.isMissingNode() ? null : node(weight, path + "/1", depth + 1)));
    }

    private List<Node> parts(JsonNode given, String path, int depth) {
        if (!given.isArray()) return List.of(node(given, path, depth + 1));
        List<Node> parts = new ArrayList<>(given.size());
        for (int i = 0; i < given.size() && !broken; i++) parts.add(node(given.get(i), path + '/' + i, depth + 1));
        return List.copyOf(parts);
    }

    /** The rule as a whole is of no use. */
    private Node refused(String path, String reason) {
        flaws.accept(path, reason);
        broken = true;
        return Literal.NULL;
    }

    /** This part of it can only be null. */
    private Node careless(String path, String reason) {
        flaws.accept(path, reason);
        return Literal.NULL;
    }

    /** A key as it stands in a JSON pointer. */
    public static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private record Arguments(List<Node> all, String path) {
        int count() {
            return all.size();
        }

        Node get(int index) {
            return index < all.size() ? all.get(index) : Literal.NULL;
        }
    }
}
