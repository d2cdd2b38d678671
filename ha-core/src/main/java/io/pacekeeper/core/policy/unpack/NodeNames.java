package io.pacekeeper.core.policy.unpack;

/** The order of the names of nodes: letters whatever their case, and digits as numbers. */
final class NodeNames {
  private NodeNames() {}

  static int compare(String one, String other) {
    int i = 0;
    int j = 0;
    while (i < one.length() && j < other.length()) {
      if (digit(one.charAt(i)) && digit(other.charAt(j))) {
        int endOne = endOfDigits(one, i);
        int endOther = endOfDigits(other, j);
        int order = compareNumbers(one.substring(i, endOne), other.substring(j, endOther));
        if (order != 0) {
          return order;
        }
        i = endOne;
        j = endOther;
      } else {
        int order =
            Character.compare(
                Character.toLowerCase(one.charAt(i)), Character.toLowerCase(other.charAt(j)));
        if (order != 0) {
          return order;
        }
        i++;
        j++;
      }
    }
    return Integer.compare(one.length() - i, other.length() - j);
  }

  private static int compareNumbers(String one, String other) {
    String a = withoutZeros(one);
    String b = withoutZeros(other);
    int order = Integer.compare(a.length(), b.length());
    order = order == 0 ? a.compareTo(b) : order;
    return order == 0 ? Integer.compare(one.length(), other.length()) : order;
  }

  private static String withoutZeros(String digits) {
    int at = 0;
    while (at < digits.length() - 1 && digits.charAt(at) == '0') {
      at++;
    }
    return digits.substring(at);
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int endOfDigits(String text, int from) {
    int at = from;
    while (at < text.length() && digit(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
