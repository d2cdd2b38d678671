package io.pacekeeper.core.policy.report;

import java.util.Comparator;

/** The order in which nodes are named: regardless of case, and by the numbers in their names. */
final class Names {
  static final Comparator<String> BY_NUMBER = Names::compare;

  private Names() {}

  private static int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      char x = a.charAt(i);
      char y = b.charAt(j);
      if (Character.isDigit(x) && Character.isDigit(y)) {
        int iEnd = endOfNumber(a, i);
        int jEnd = endOfNumber(b, j);
        int order = compareNumbers(a.substring(i, iEnd), b.substring(j, jEnd));
        if (order != 0) {
          return order;
        }
        i = iEnd;
        j = jEnd;
      } else {
        int order = Character.compare(Character.toLowerCase(x), Character.toLowerCase(y));
        if (order != 0) {
          return order;
        }
        i++;
        j++;
      }
    }
    return Integer.compare(a.length() - i, b.length() - j);
  }

  private static int endOfNumber(String text, int start) {
    int end = start;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Numbers of equal value: the one that is written shorter comes first. */
  private static int compareNumbers(String a, String b) {
    int order = new java.math.BigInteger(a).compareTo(new java.math.BigInteger(b));
    return order != 0 ? order : Integer.compare(a.length(), b.length());
  }
}
