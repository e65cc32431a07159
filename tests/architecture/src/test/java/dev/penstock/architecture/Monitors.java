// SPDX-License-Identifier: Apache-2.0
package dev.penstock.architecture;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.MonitorInstruction;
import java.nio.file.Path;
import java.util.List;

/// Finds `synchronized` blocks, which leave a trace in bytecode only.
final class Monitors {

    private Monitors() {}

    /// The methods of a class file that enter a monitor, as `class.method`.
    static List<String> entered(Path classFile) throws IOException {
        ClassModel model = ClassFile.of().parse(classFile);
        return model.methods().stream()
                .filter(Monitors::enters)
                .map(method ->
                        model.thisClass().asInternalName()
                                + "."
                                + method.methodName().stringValue())
                .toList();
    }

    private static boolean enters(MethodModel method) {
        return method.code()
                .map(code -> code.elementStream().anyMatch(MonitorInstruction.class::isInstance))
                .orElse(false);
    }
}
