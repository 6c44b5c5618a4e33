package dev.mayfly.isolates.worker.weave;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;

/** Puts a poll at the start of a method that may be part of a recursion. */
final class EntryPoll implements CodeTransform {
    @Override
    public void atStart(CodeBuilder code) {
        Calls.poll(code);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
        code.with(element);
    }
}
