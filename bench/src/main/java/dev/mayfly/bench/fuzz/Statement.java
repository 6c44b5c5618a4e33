package dev.mayfly.bench.fuzz;

import java.util.ArrayList;
import java.util.List;

/** A statement of a program: pieces of text with bodies between them, so that there is always one piece more than there are bodies. */
record Statement(List<String> pieces, List<List<Statement>> bodies) {
    Statement {
        if (pieces.size() != bodies.size() + 1)
            throw new IllegalArgumentException(
                    "%d pieces do not enclose %d bodies".formatted(pieces.size(), bodies.size()));
        pieces = List.copyOf(pieces);
        bodies = bodies.stream().map(List::copyOf).toList();
    }

    static String text(List<Statement> statements, String indent) {
        StringBuilder text = new StringBuilder();
        for (Statement statement : statements) {
            text.append(indent);
            statement.write(text, indent);
            text.append('\n');
        }
        return text.toString();
    }

    private void write(StringBuilder text, String indent) {
        text.append(pieces.getFirst());
        for (int i = 0; i < bodies.size(); i++) {
            List<Statement> body = bodies.get(i);
            if (!body.isEmpty())
                text.append('\n').append(text(body, indent + "  ")).append(indent);
            text.append(pieces.get(i + 1));
        }
    }

    static int count(List<Statement> statements) {
        int count = 0;
        for (Statement statement : statements) {
            count++;
            for (List<Statement> body : statement.bodies) count += count(body);
        }
        return count;
    }

    /** The same with another body in this place. */
    Statement with(int place, List<Statement> body) {
        List<List<Statement>> changed = new ArrayList<>(bodies);
        changed.set(place, body);
        return new Statement(pieces, changed);
    }
}
