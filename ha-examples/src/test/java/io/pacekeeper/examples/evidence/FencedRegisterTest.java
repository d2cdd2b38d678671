package io.pacekeeper.examples.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.examples.evidence.FencedRegister.Answer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FencedRegisterTest {
  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("register");
  }

  @Test
  void aSmallerTokenIsRefusedAndChangesNothing() throws Exception {
    try (FencedRegister register = FencedRegister.open(file);
        FencedRegister zombie = FencedRegister.open(file)) {
      assertThat(zombie.write(7)).isEqualTo(Answer.WRITTEN);
      assertThat(register.write(Long.MAX_VALUE - 1)).isEqualTo(Answer.WRITTEN);
      assertThat(zombie.write(7)).isEqualTo(Answer.REFUSED);
      assertThat(register.write(Long.MAX_VALUE - 1)).isEqualTo(Answer.WRITTEN);
    }
    assertThat(FencedRegister.read(file)).get().matches(is -> is.token() == Long.MAX_VALUE - 1);
  }

  @Test
  void whoeverFindsAnotherWritingDoesNotWait() throws Exception {
    try (FencedRegister register = FencedRegister.open(file);
        FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = other.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThat(register.write(1)).isEqualTo(Answer.BUSY);
    }
    assertThat(FencedRegister.read(file)).isEmpty();
  }

  @Test
  void itSaysWhenItWasWrittenByBothClocks() throws Exception {
    long before = System.nanoTime();
    try (FencedRegister register = FencedRegister.open(file)) {
      register.write(3);
    }
    FencedRegister.Content content = FencedRegister.read(file).orElseThrow();

    assertThat(content.nanos()).isBetween(before, System.nanoTime());
    assertThat(System.currentTimeMillis() - content.wallMillis()).isBetween(0L, 60_000L);
  }
}
