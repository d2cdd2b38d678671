package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pacekeeper.api.ResourceAgent;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Resources in a Java module of the application. */
class ClosedModuleTest {
  private static final String SOURCE =
      """
      package shop;

      import io.pacekeeper.api.annotation.HaResource;
      import io.pacekeeper.api.annotation.Start;
      import io.pacekeeper.api.annotation.Stop;

      @HaResource("ledger")
      public class Ledger implements Runnable {
        @Override
        public void run() {}

        @Start
        public void begin() {
          throw new IllegalStateException("begun");
        }

        @Stop
        public void end() {}
      }
      """;

  private static final String PROVIDES = "provides Runnable with shop.Ledger; ";

  @TempDir Path folder;

  @Test
  void aPackageThatIsNotOpenIsNamed() throws Exception {
    Object ledger = ledgerIn("module shop.app { " + PROVIDES + " }");

    assertThatThrownBy(() -> AnnotatedResource.of(ledger))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "shop.Ledger.begin() has @Start but cannot be called: let module shop.app open shop to"
                + " io.pacekeeper.runtime");
  }

  @Test
  void aPackageThatIsExportedOrOpenIsCalled() throws Exception {
    for (String word : List.of("exports", "opens")) {
      ResourceAgent agent =
          AnnotatedResource.of(ledgerIn("module shop.app { " + PROVIDES + word + " shop; }"))
              .newAgent();

      assertThatThrownBy(() -> agent.start(null)).hasMessage("begun");
    }
  }

  private Object ledgerIn(String moduleInfo) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("src/shop")).getParent();
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path module = Files.writeString(sources.resolve("module-info.java"), moduleInfo);
    Path ledger = Files.writeString(sources.resolve("shop/Ledger.java"), SOURCE);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "--add-reads",
                "shop.app=ALL-UNNAMED",
                "-d",
                classes.toString(),
                module.toString(),
                ledger.toString());
    assertThat(status).as("javac").isZero();
    ModuleLayer boot = ModuleLayer.boot();
    Configuration configuration =
        boot.configuration()
            .resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of("shop.app"));
    ClassLoader parent = getClass().getClassLoader();
    ModuleLayer.Controller controller =
        ModuleLayer.defineModulesWithOneLoader(configuration, List.of(boot), parent);
    Module shop = controller.layer().findModule("shop.app").orElseThrow();
    controller.addReads(shop, parent.getUnnamedModule());
    // The service loader may make what is not exported to us.
    return ServiceLoader.load(controller.layer(), Runnable.class).iterator().next();
  }
}
