package dev.mayfly.bench.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What programs are made of, from {@code grammar.txt}, and the making of them. */
final class Grammar {
    private static final Pattern SYMBOL = Pattern.compile("<([a-z]+)>");
    private static final Pattern ATOM = Pattern.compile("[\\w.]+|\"[^\"]*\"");
    private static final String WEB = "~ ";
    private static final Set<String> PRIMITIVE = Set.of("at", "new", "own", "body");
    private static final int VARIABLES = 10;
    private static final int LOCALS = 5;
    private static final int DEPTH_MAX = 4;
    private static final int BODY_MAX = 4;

    /** What a program may use. */
    enum Dialect {
        /** The language alone, without anything that depends on time, chance or the outside. */
        pure,
        web
    }

    /** The ways to write a symbol, and those among them that need no further symbol. */
    private record Ways(List<String> all, List<String> ending) {}

    private final Map<Dialect, Map<String, Ways>> symbols = new LinkedHashMap<>();

    private Grammar(List<String> lines) {
        for (Dialect dialect : Dialect.values()) symbols.put(dialect, ways(lines, dialect));
    }

    static Grammar load() {
        return new Grammar(resource("grammar.txt").lines().toList());
    }

    static String resource(String name) {
        try (InputStream in = Grammar.class.getResourceAsStream(name)) {
            if (in == null) throw new IllegalStateException(name + " is missing");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Ways> ways(List<String> lines, Dialect dialect) {
        Map<String, Ways> found = new LinkedHashMap<>();
        Ways current = new Ways(new ArrayList<>(), new ArrayList<>());
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("# ")) continue;
            if (line.matches("\\[[a-z]+]")) {
                current = new Ways(new ArrayList<>(), new ArrayList<>());
                found.put(line.substring(1, line.length() - 1), current);
                continue;
            }
            boolean web = line.startsWith(WEB);
            if (web && dialect == Dialect.pure) continue;
            String way = web ? line.substring(WEB.length()) : line;
            current.all.add(way);
            if (!SYMBOL.matcher(way).find()) current.ending.add(way);
        }
        found.values().forEach(possible -> check(possible, found));
        return found;
    }

    private static void check(Ways possible, Map<String, Ways> known) {
        for (String way : possible.all)
            SYMBOL.matcher(way)
                    .results()
                    .map(symbol -> symbol.group(1))
                    .filter(symbol -> !known.containsKey(symbol) && !PRIMITIVE.contains(symbol))
                    .findFirst()
                    .ifPresent(symbol -> {
                        throw new IllegalStateException(
                                "the grammar does not say what %s is: %s".formatted(symbol, way));
                    });
    }

    /** Statements with await, so many at most. */
    List<Statement> statements(RandomGenerator dice, Dialect dialect, int atLeast, int atMost) {
        return new Writing(dice, dialect).list("stmt", dice.nextInt(atLeast, atMost + 1), 0);
    }

    /** One of those that ask for too much. */
    Statement reckless(RandomGenerator dice, Dialect dialect) {
        return Writing.inBlock(new Writing(dice, dialect).statement("reckless", 1, "stmt"));
    }

    /** The making of one program's statements. */
    private final class Writing {
        private final RandomGenerator dice;
        private final Map<String, Ways> ways;
        private int owned;

        Writing(RandomGenerator dice, Dialect dialect) {
            this.dice = dice;
            this.ways = Objects.requireNonNull(symbols.get(dialect));
        }

        /** @param kind stmt or sync: whether they may await */
        List<Statement> list(String kind, int count, int depth) {
            List<Statement> list = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String from = kind.equals("stmt") && dice.nextInt(100) < 30 ? "stmt" : "sync";
                Statement made = statement(from, depth, kind);
                list.add(dice.nextInt(100) < 85 ? guarded(made) : inBlock(made));
            }
            return list;
        }

        private static Statement guarded(Statement statement) {
            return new Statement(
                    List.of("try {", "} catch (e) { out.push(show(e?.name)); }"), List.of(List.of(statement)));
        }

        /** What it declares is its own. */
        private static Statement inBlock(Statement statement) {
            return new Statement(List.of("{", "}"), List.of(List.of(statement)));
        }

        Statement statement(String symbol, int depth, String kind) {
            String way = pick(symbol, depth).replace("<own>", "own" + owned++);
            List<String> pieces = new ArrayList<>();
            List<List<Statement>> bodies = new ArrayList<>();
            StringBuilder piece = new StringBuilder();
            Matcher at = SYMBOL.matcher(way);
            int from = 0;
            while (at.find()) {
                piece.append(way, from, at.start());
                from = at.end();
                String name = at.group(1);
                if (name.equals("body") || name.equals("sync")) {
                    pieces.add(piece.toString());
                    piece.setLength(0);
                    bodies.add(body(name.equals("body") ? kind : "sync", depth + 1));
                } else {
                    piece.append(expression(name, depth + 1));
                }
            }
            pieces.add(piece.append(way.substring(from)).toString());
            return new Statement(pieces, bodies);
        }

        private List<Statement> body(String kind, int depth) {
            return depth >= DEPTH_MAX ? List.of() : list(kind, dice.nextInt(BODY_MAX), depth);
        }

        private String expression(String symbol, int depth) {
            if (symbol.equals("at")) return "v" + dice.nextInt(VARIABLES);
            if (symbol.equals("new")) return "w" + dice.nextInt(LOCALS);
            String text = SYMBOL.matcher(pick(symbol, depth))
                    .replaceAll(found -> Matcher.quoteReplacement(part(found.group(1), depth + 1)));
            return ATOM.matcher(text).matches() ? text : "(" + text + ")";
        }

        private String part(String symbol, int depth) {
            return switch (symbol) {
                case "body", "sync" -> Statement.text(body("sync", depth), "").replace('\n', ' ');
                default -> expression(symbol, depth);
            };
        }

        private String pick(String symbol, int depth) {
            Ways possible = ways.get(symbol);
            if (possible == null) throw new IllegalStateException("the grammar has no symbol " + symbol);
            boolean end = depth >= DEPTH_MAX && !possible.ending.isEmpty();
            List<String> from = end ? possible.ending : possible.all;
            return from.get(dice.nextInt(from.size()));
        }
    }
}
