package io.pacekeeper.architecture;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A source file as javac's parser sees it. */
record SourceFile(String module, CompilationUnitTree unit, DocTrees docs) {
  private static final Pattern SLEEP =
      Pattern.compile("(java\\.lang\\.)?Thread\\.sleep|.*\\b[A-Z]+\\.sleep|.*sleepUninterruptibly");

  static List<SourceFile> parseAll(Path root, Set<String> modules, String folder)
      throws IOException {
    List<SourceFile> all = new ArrayList<>();
    for (String module : modules) {
      Path sources = root.resolve(module).resolve(folder);
      if (Files.isDirectory(sources)) {
        all.addAll(parse(module, sources));
      }
    }
    return all;
  }

  private static List<SourceFile> parse(String module, Path sources) throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    try (Stream<Path> walk = Files.walk(sources);
        StandardJavaFileManager files =
            javac.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<Path> paths = walk.filter(path -> path.toString().endsWith(".java")).sorted().toList();
      if (paths.isEmpty()) {
        return List.of();
      }
      JavacTask task =
          (JavacTask)
              javac.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(paths));
      DocTrees docs = DocTrees.instance(task);
      List<SourceFile> parsed = new ArrayList<>();
      task.parse().forEach(unit -> parsed.add(new SourceFile(module, unit, docs)));
      return parsed;
    }
  }

  String packageName() {
    return unit.getPackageName().toString();
  }

  boolean isPackageInfo() {
    return unit.getSourceFile().getName().endsWith("package-info.java");
  }

  boolean hasPackageJavadoc() {
    TreePath path = new TreePath(new TreePath(unit), unit.getPackage());
    return hasText(docs.getDocCommentTree(path));
  }

  boolean isNullMarked() {
    return unit.getPackageAnnotations().stream()
        .anyMatch(annotation -> annotation.getAnnotationType().toString().endsWith("NullMarked"));
  }

  /** Returns the public types without a word about them; package-private ones may be silent. */
  List<String> publicTypesWithoutJavadoc() {
    List<String> found = new ArrayList<>();
    new TreePathScanner<Void, Void>() {
      @Override
      public Void visitClass(ClassTree type, Void unused) {
        if (!isPublic(type)) {
          return null;
        }
        if (!hasText(docs.getDocCommentTree(getCurrentPath()))) {
          found.add(at(type, type.getSimpleName().toString()));
        }
        return super.visitClass(type, null);
      }

      private boolean isPublic(ClassTree type) {
        Tree parent = getCurrentPath().getParentPath().getLeaf();
        return type.getModifiers().getFlags().contains(Modifier.PUBLIC)
            || parent.getKind() == Tree.Kind.INTERFACE;
      }
    }.scan(unit, null);
    return found;
  }

  /** Returns the places that sleep, whether called, referred to or imported. */
  List<String> sleeps() {
    List<String> found = new ArrayList<>();
    new TreePathScanner<Void, Void>() {
      @Override
      public Void visitMemberSelect(MemberSelectTree select, Void unused) {
        note(select, select.toString());
        return super.visitMemberSelect(select, null);
      }

      @Override
      public Void visitMemberReference(MemberReferenceTree reference, Void unused) {
        ExpressionTree on = reference.getQualifierExpression();
        note(reference, on + "." + reference.getName());
        return super.visitMemberReference(reference, null);
      }

      @Override
      public Void visitImport(ImportTree imported, Void unused) {
        note(imported, imported.getQualifiedIdentifier().toString());
        return null;
      }

      private void note(Tree place, String name) {
        if (SLEEP.matcher(name).matches()) {
          found.add(at(place, name));
        }
      }
    }.scan(unit, null);
    return found;
  }

  private static boolean hasText(DocCommentTree doc) {
    return doc != null && !doc.getFullBody().isEmpty();
  }

  private String at(Tree place, String what) {
    long position = docs.getSourcePositions().getStartPosition(unit, place);
    long line = unit.getLineMap().getLineNumber(position);
    return unit.getSourceFile().getName() + ":" + line + " " + what;
  }

  @Override
  public String toString() {
    return unit.getSourceFile().getName();
  }
}
