package io.pacekeeper.jdbc;

import java.util.regex.Pattern;

/** The rule for names of tables and columns, which are part of a statement and no values in it. */
final class SqlName {
  private static final String WORD = "[A-Za-z_][A-Za-z0-9_]{0,62}";
  private static final Pattern COLUMN = Pattern.compile(WORD);
  private static final Pattern TABLE = Pattern.compile(WORD + "(\\." + WORD + "){0,2}");

  private SqlName() {}

  /** Returns the name of a table, with or without its schema. */
  static String requireTable(String name) {
    return require(TABLE, "table", name, ", after a schema and a dot if need be");
  }

  static String requireColumn(String name) {
    return require(COLUMN, "column", name, "");
  }

  private static String require(Pattern pattern, String kind, String name, String more) {
    if (!pattern.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name of a %s has up to 63 letters, digits and underscores, no digit first%s, but it is '%s'"
              .formatted(kind, more, name));
    }
    return name;
  }
}
