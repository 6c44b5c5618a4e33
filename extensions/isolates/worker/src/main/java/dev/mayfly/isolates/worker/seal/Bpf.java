package dev.mayfly.isolates.worker.seal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * An assembler for the kernel's classic packet filter, as far as filters of system calls need it: one accumulator, which holds a word of
 * what the kernel tells of a call; jumps go forward only and at most 255 instructions far.
 */
final class Bpf {
    /** So many the kernel takes. */
    static final int INSTRUCTIONS_MAX = 4096;

    /** Offsets in {@code struct seccomp_data}. */
    static final int NUMBER = 0;

    static final int ARCHITECTURE = 4;

    private static final int LOAD = 0x20;
    private static final int AND = 0x54;
    private static final int RETURN = 0x06;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int JUMP_IF_AT_LEAST = 0x35;
    private static final int JUMP_IF_ANY_BIT = 0x45;
    private static final int FAR = 255;

    private final List<Instruction> program = new ArrayList<>();
    private final Map<Label, Integer> places = new IdentityHashMap<>();

    /** A place to jump to. */
    static final class Label {}

    private record Instruction(int code, int value, List<Label> jumps) {}

    /** The low half of an argument (0 to 5); the kernel itself looks at no more of one that is an int. */
    static int low(int argument) {
        return 16 + 8 * argument;
    }

    static int high(int argument) {
        return low(argument) + 4;
    }

    Bpf load(int offset) {
        return add(LOAD, offset);
    }

    Bpf and(int mask) {
        return add(AND, mask);
    }

    /** Ends the filter: this is what becomes of the call. */
    Bpf decide(int decision) {
        return add(RETURN, decision);
    }

    Bpf ifEqual(int value, Label then, Label otherwise) {
        return add(JUMP_IF_EQUAL, value, then, otherwise);
    }

    Bpf ifAtLeast(int value, Label then, Label otherwise) {
        return add(JUMP_IF_AT_LEAST, value, then, otherwise);
    }

    Bpf ifAnyBit(int mask, Label then, Label otherwise) {
        return add(JUMP_IF_ANY_BIT, mask, then, otherwise);
    }

    /** The next instruction is what this label means. */
    Bpf mark(Label label) {
        if (places.putIfAbsent(label, program.size()) != null)
            throw new IllegalStateException("a label marks one place only");
        return this;
    }

    private Bpf add(int code, int value, Label... jumps) {
        program.add(new Instruction(code, value, List.of(jumps)));
        return this;
    }

    /** The program as the kernel of this machine reads it: {@code struct sock_filter[]}. */
    byte[] assemble() {
        if (program.size() > INSTRUCTIONS_MAX)
            throw new IllegalStateException(
                    "%d instructions; the kernel takes %d".formatted(program.size(), INSTRUCTIONS_MAX));
        if (program.isEmpty() || Collections.max(places.values(), Integer::compare) >= program.size())
            throw new IllegalStateException("a filter ends with a decision");
        var bytes = ByteBuffer.allocate(8 * program.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < program.size(); at++) {
            var instruction = program.get(at);
            bytes.putShort((short) instruction.code());
            for (int way = 0; way < 2; way++)
                bytes.put((byte)
                        (instruction.jumps().isEmpty()
                                ? 0
                                : distance(at, instruction.jumps().get(way))));
            bytes.putInt(instruction.value());
        }
        return bytes.array();
    }

    private int distance(int from, Label to) {
        var place = places.get(to);
        if (place == null) throw new IllegalStateException("a jump goes to a label that marks nothing");
        int distance = place - from - 1;
        if (distance < 0 || distance > FAR)
            throw new IllegalStateException("a jump of %d instructions; 0 to %d are possible".formatted(distance, FAR));
        return distance;
    }
}
