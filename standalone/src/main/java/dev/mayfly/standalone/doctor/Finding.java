package dev.mayfly.standalone.doctor;

/**
 * One thing that was looked at.
 *
 * @param detail what was found
 * @param remedy what would make it better, or nothing
 */
record Finding(String topic, String name, State state, String detail, String remedy) {
    enum State {
        /** As it should be. */
        good,
        /** All works, less fast or with fewer walls than it could. */
        weaker,
        /** Worth knowing, and neither good nor bad. */
        note
    }

    static Finding good(String topic, String name, String detail) {
        return new Finding(topic, name, State.good, detail, "");
    }

    static Finding note(String topic, String name, String detail, String remedy) {
        return new Finding(topic, name, State.note, detail, remedy);
    }

    static Finding weaker(String topic, String name, String detail, String remedy) {
        return new Finding(topic, name, State.weaker, detail, remedy);
    }
}
