package dev.mayfly.flags;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The flags of an app in an environment, ready to be asked. Never changes; another one takes its place. */
public final class FlagSet {
    public static final FlagSet EMPTY = new FlagSet(new LinkedHashMap<>(), Map.of(), false);

    private final Map<String, Flag> flags;
    private final Map<String, Object> metadata;
    private final boolean asksForOthers;

    /** @param asksForOthers whether any of the flags does */
    FlagSet(LinkedHashMap<String, Flag> flags, Map<String, Object> metadata, boolean asksForOthers) {
        this.asksForOthers = asksForOthers;
        this.flags = flags;
        this.metadata = metadata;
    }

    /** @param context what is known of whoever the flag is for: texts, numbers, booleans, lists and maps; {@code targetingKey} says who it is */
    public Resolution resolve(String key, Map<String, ?> context) {
        Flag flag = flags.get(key);
        return flag == null ? unknown(key) : flag.answer(context, now()).resolution();
    }

    /** As {@link #resolve(String, Map)}; a value of another type is a failure. */
    public Resolution resolve(String key, FlagType wanted, Map<String, ?> context) {
        return resolve(key, context).as(wanted);
    }

    /** All of them, in the order in which they are defined. */
    public List<Resolution> resolveAll(Map<String, ?> context) {
        return answers(context).stream().map(Answer::resolution).toList();
    }

    /** As {@link #resolveAll}, for who writes them. */
    public List<Answer> answers(Map<String, ?> context) {
        long at = now();
        List<Answer> answers = new ArrayList<>(flags.size());
        for (Flag flag : flags.values()) answers.add(flag.answer(context, at));
        return answers;
    }

    public Map<String, Object> metadata() {
        return metadata;
    }

    /** By their keys. */
    Map<String, Flag> flags() {
        return flags;
    }

    boolean asksForOthers() {
        return asksForOthers;
    }

    public int size() {
        return flags.size();
    }

    private Resolution unknown(String key) {
        return Resolution.failed(
                key, ErrorCode.FLAG_NOT_FOUND, "there is no flag '%s' here".formatted(Names.shown(key)), metadata);
    }

    private long now() {
        return System.currentTimeMillis() / 1000;
    }
}
