package io.pacekeeper.runtime.companion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What /proc/PID/stat reads like. */
class ProcessStatTest {
  private static String line(String name, char state, int threads) {
    return "4242 ("
        + name
        + ") "
        + state
        + " 1 4242 4242 0 -1 4194304 100 0 0 0 5 6 0 0 20 0 "
        + threads
        + " 0 987654321 1000 100 18446744073709551615 1 1 0\n";
  }

  @Test
  void idStateThreadsAndStartAreRead() throws Exception {
    assertThat(ProcessStat.parse(line("java", 'S', 31)))
        .isEqualTo(new ProcessStat(4242, 'S', 31, 987_654_321L));
  }

  @Test
  void aNameMayHaveSpacesAndParentheses() throws Exception {
    assertThat(ProcessStat.parse(line("a) Z (b ) 1", 'R', 2)))
        .isEqualTo(new ProcessStat(4242, 'R', 2, 987_654_321L));
  }

  @ParameterizedTest
  @CsvSource({"R,1,false", "S,9,false", "T,9,false", "D,1,false", "Z,1,true", "Z,0,true"})
  void aProcessIsGoneWhenItsLastThreadIs(char state, int threads, boolean gone) throws Exception {
    assertThat(ProcessStat.parse(line("java", state, threads)).isGone()).isEqualTo(gone);
  }

  @Test
  void aZombieOfWhichOtherThreadsRunIsNotGone() throws Exception {
    assertThat(ProcessStat.parse(line("java", 'Z', 2)).isGone()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"''", "no", "1 (java) S 1", "x (java) S 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"})
  void whatReadsOtherwiseIsNotUnderstood(String line) {
    assertThatThrownBy(() -> ProcessStat.parse(line))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(line.trim());
  }
}
