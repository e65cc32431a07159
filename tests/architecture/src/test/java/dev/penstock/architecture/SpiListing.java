// SPDX-License-Identifier: Apache-2.0
package dev.penstock.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a plugin can be compiled against, one line for each public type and member of the exported
/// packages.
final class SpiListing {

    private static final List<String> EXPORTED =
            List.of("dev/penstock/inference", "dev/penstock/spi");

    private SpiListing() {}

    static NavigableSet<String> of(Stream<Path> classFolders) {
        NavigableSet<String> lines = new TreeSet<>();
        classFolders.forEach(folder ->
                EXPORTED.forEach(name -> files(folder.resolve(name)).forEach(f -> add(f, lines))));
        return lines;
    }

    private static void add(Path file, NavigableSet<String> lines) {
        ClassModel type;
        try {
            type = ClassFile.of().parse(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        String name = type.thisClass().asInternalName().replace('/', '.');
        // A nested class keeps its own access in the attribute of its outer one, not in its head.
        if (!type.flags().has(AccessFlag.PUBLIC) || name.endsWith("package-info")) {
            return;
        }
        lines.add(name + " " + kind(type));
        type.methods().stream()
                .filter(m -> visible(m.flags().flags()))
                .map(m -> name + "#" + line(m))
                .forEach(lines::add);
        type.fields().stream()
                .filter(f -> visible(f.flags().flags()))
                .map(f -> name + "#" + line(f))
                .forEach(lines::add);
    }

    private static boolean visible(Set<AccessFlag> flags) {
        return (flags.contains(AccessFlag.PUBLIC) || flags.contains(AccessFlag.PROTECTED))
                && !flags.contains(AccessFlag.SYNTHETIC);
    }

    private static String kind(ClassModel type) {
        if (type.flags().has(AccessFlag.INTERFACE)) {
            return "interface";
        }
        if (type.flags().has(AccessFlag.ENUM)) {
            return "enum";
        }
        return type.flags().has(AccessFlag.ABSTRACT) ? "abstract class" : "class";
    }

    private static String line(MethodModel method) {
        String parameters =
                method.methodTypeSymbol().parameterList().stream()
                        .map(SpiListing::name)
                        .collect(Collectors.joining(", "));
        return method.methodName().stringValue()
                + "("
                + parameters
                + ") "
                + name(method.methodTypeSymbol().returnType())
                + (method.flags().has(AccessFlag.STATIC) ? " static" : "")
                + (method.flags().has(AccessFlag.ABSTRACT) ? " abstract" : "");
    }

    private static String line(FieldModel field) {
        return field.fieldName().stringValue() + " " + name(field.fieldTypeSymbol());
    }

    private static String name(ClassDesc type) {
        if (type.isArray()) {
            return name(type.componentType()) + "[]";
        }
        return type.packageName().isEmpty()
                ? type.displayName()
                : type.packageName() + "." + type.displayName();
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".class")).toList();
        } catch (NoSuchFileException absent) {
            return List.of();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
