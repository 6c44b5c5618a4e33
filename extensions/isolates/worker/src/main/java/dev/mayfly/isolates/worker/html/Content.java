package dev.mayfly.isolates.worker.html;

/** How what stands between two tags is read, which the tag before it decides. */
enum Content {
    DATA,
    /** Of {@code textarea} and {@code title}: text up to its own end tag. */
    TEXT,
    SCRIPT,
    /** In a script after {@code <!--}: a script may begin in it. */
    SCRIPT_ESCAPED,
    /** In a script in a comment in a script: its end tag ends nothing else. */
    SCRIPT_IN_SCRIPT,
    /** To the end of the document. */
    PLAIN,
    /** In SVG and MathML, up to {@code ]]>}. */
    CDATA;

    /** Of an HTML element. */
    static Content of(String name) {
        return switch (name) {
            case "textarea", "title", "style", "xmp", "iframe", "noembed", "noframes", "noscript" -> TEXT;
            case "script" -> SCRIPT;
            case "plaintext" -> PLAIN;
            default -> DATA;
        };
    }

    boolean isScript() {
        return this == SCRIPT || this == SCRIPT_ESCAPED || this == SCRIPT_IN_SCRIPT;
    }
}
