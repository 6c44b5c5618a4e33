package dev.mayfly.isolates.worker.weave;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.util.HashSet;
import java.util.Set;

/** Puts a poll before every backward branch, so that no loop of the engine can run without hearing a cancel. */
final class LoopPolls implements CodeTransform {
    private final Set<Label> passed = new HashSet<>();

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
        switch (element) {
            case LabelTarget target -> passed.add(target.label());
            case BranchInstruction branch when passed.contains(branch.target()) -> Calls.poll(code);
            case TableSwitchInstruction table when backward(table) -> Calls.poll(code);
            case LookupSwitchInstruction lookup when backward(lookup) -> Calls.poll(code);
            default -> {}
        }
        code.with(element);
    }

    private boolean backward(TableSwitchInstruction table) {
        return passed.contains(table.defaultTarget())
                || table.cases().stream().anyMatch(one -> passed.contains(one.target()));
    }

    private boolean backward(LookupSwitchInstruction lookup) {
        return passed.contains(lookup.defaultTarget())
                || lookup.cases().stream().anyMatch(one -> passed.contains(one.target()));
    }
}
