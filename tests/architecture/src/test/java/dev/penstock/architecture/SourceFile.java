// SPDX-License-Identifier: Apache-2.0
package dev.penstock.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// A Java file as its parser sees it.
///
/// @param name where it is, for messages
/// @param packageName empty in `module-info.java`
/// @param lines all lines, comments and blank ones too
/// @param methods the methods and constructors with a body, and how many lines each spans
/// @param undocumented the public types and methods without a doc comment
record SourceFile(
        String name,
        String packageName,
        int lines,
        List<Method> methods,
        List<String> undocumented) {

    /// A method and the lines it spans, from its first modifier to its closing brace.
    record Method(String name, int lines) {}

    static SourceFile read(Path file) throws IOException {
        return parse(Part.ROOT.relativize(file).toString(), Files.readString(file));
    }

    static SourceFile parse(String name, String text) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject source = new Text(text);
        JavacTask task =
                (JavacTask)
                        compiler.getTask(
                                null, null, null, List.of("-proc:none"), null, List.of(source));
        CompilationUnitTree unit = task.parse().iterator().next();
        Reading reading = new Reading(unit, Trees.instance(task));
        reading.scan(unit, null);
        String packageName = unit.getPackageName() == null ? "" : unit.getPackageName().toString();
        return new SourceFile(
                name,
                packageName,
                (int) text.lines().count(),
                List.copyOf(reading.methods),
                List.copyOf(reading.undocumented));
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(String text) {
            super(URI.create("string:///Text.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Reading extends TreePathScanner<Void, Boolean> {
        private final CompilationUnitTree unit;
        private final Trees trees;
        private final List<Method> methods = new ArrayList<>();
        private final List<String> undocumented = new ArrayList<>();

        Reading(CompilationUnitTree unit, Trees trees) {
            this.unit = unit;
            this.trees = trees;
        }

        /// @param promised whether the type around this one is public all the way up; null: top level
        @Override
        public Void visitClass(ClassTree type, Boolean promised) {
            boolean inInterface =
                    getCurrentPath().getParentPath().getLeaf() instanceof ClassTree outer
                            && outer.getKind() == Tree.Kind.INTERFACE;
            boolean open =
                    !type.getSimpleName().isEmpty()
                            && !Boolean.FALSE.equals(promised)
                            && (inInterface
                                    || type.getModifiers().getFlags().contains(Modifier.PUBLIC));
            if (open && trees.getDocComment(getCurrentPath()) == null) {
                undocumented.add(type.getSimpleName().toString());
            }
            return super.visitClass(type, open);
        }

        @Override
        public Void visitMethod(MethodTree method, Boolean promised) {
            ClassTree type = (ClassTree) getCurrentPath().getParentPath().getLeaf();
            String name = type.getSimpleName() + "." + method.getName();
            if (method.getBody() != null) {
                methods.add(new Method(name, linesOf(method)));
            }
            if (Boolean.TRUE.equals(promised)
                    && isPublic(type, method)
                    && !speaksForItself(type, method)
                    && trees.getDocComment(getCurrentPath()) == null) {
                undocumented.add(name);
            }
            return super.visitMethod(method, false);
        }

        private static boolean isPublic(ClassTree type, MethodTree method) {
            return type.getKind() == Tree.Kind.INTERFACE
                    ? !method.getModifiers().getFlags().contains(Modifier.PRIVATE)
                    : method.getModifiers().getFlags().contains(Modifier.PUBLIC);
        }

        /// An override repeats a promise made elsewhere; a record states its own in its header.
        private static boolean speaksForItself(ClassTree type, MethodTree method) {
            boolean overrides =
                    method.getModifiers().getAnnotations().stream()
                            .anyMatch(annotation ->
                                    annotation.getAnnotationType().toString().equals("Override"));
            boolean recordConstructor =
                    type.getKind() == Tree.Kind.RECORD && method.getName().contentEquals("<init>");
            return overrides || recordConstructor;
        }

        private int linesOf(MethodTree method) {
            SourcePositions positions = trees.getSourcePositions();
            long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
            long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method));
            return (int) (last - first + 1);
        }
    }
}
