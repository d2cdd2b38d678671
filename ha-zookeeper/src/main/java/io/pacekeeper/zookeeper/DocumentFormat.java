package io.pacekeeper.zookeeper;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pacekeeper.core.document.AccessDocument;
import io.pacekeeper.core.document.AnswersDocument;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DirectivesDocument;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.ElectedDocument;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.HistoryDocument;
import io.pacekeeper.core.document.HostDocument;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.ReportDocument;
import io.pacekeeper.core.document.RequestsDocument;
import io.pacekeeper.core.document.TermDocument;
import java.io.IOException;
import java.util.Map;

/**
 * How documents are written as JSON. Each says its {@code type} and the {@code format} of its type;
 * a later version may add fields to a format, and raises its number when an older version would
 * misunderstand the rest. Whatever cannot be understood is an {@link IllegalArgumentException} of
 * one sentence.
 */
final class DocumentFormat {
  /** The format that is written, and the newest that is understood. */
  static final int FORMAT = 1;

  private static final int LONGEST_PROBLEM = 300;

  private static final Map<Class<? extends Document>, Kind> KINDS =
      Map.ofEntries(
          Map.entry(ConfigDocument.class, Kind.CONFIG),
          Map.entry(NodeDocument.class, Kind.NODE),
          Map.entry(MemberDocument.class, Kind.MEMBER),
          Map.entry(LeaseDocument.class, Kind.LEASE),
          Map.entry(TermDocument.class, Kind.TERM),
          Map.entry(ElectedDocument.class, Kind.ELECTED),
          Map.entry(OrdersDocument.class, Kind.ORDERS),
          Map.entry(ReportDocument.class, Kind.REPORT),
          Map.entry(FencingDocument.class, Kind.FENCING),
          Map.entry(AccessDocument.class, Kind.ACCESS),
          Map.entry(DirectivesDocument.class, Kind.DIRECTIVES),
          Map.entry(HistoryDocument.class, Kind.HISTORY),
          Map.entry(HostDocument.class, Kind.HOST),
          Map.entry(RequestsDocument.class, Kind.REQUESTS),
          Map.entry(AnswersDocument.class, Kind.ANSWERS));

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // Numbers that this version does not know are to be written back as they were.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private DocumentFormat() {}

  /** Returns a document as JSON. */
  static ObjectNode write(Document document) {
    Draft draft = Draft.empty().word("type", kindOf(document)).number("format", FORMAT);
    if (document instanceof ConfigDocument config) {
      ConfigFormat.write(draft, config);
    } else if (document instanceof NodeDocument node) {
      NodeFormats.write(draft, node);
    } else if (document instanceof MemberDocument member) {
      NodeFormats.write(draft, member);
    } else if (document instanceof LeaseDocument lease) {
      NodeFormats.write(draft, lease);
    } else if (document instanceof TermDocument term) {
      NodeFormats.write(draft, term);
    } else if (document instanceof ElectedDocument elected) {
      NodeFormats.write(draft, elected);
    } else if (document instanceof OrdersDocument orders) {
      WorkFormats.write(draft, orders);
    } else if (document instanceof ReportDocument report) {
      WorkFormats.write(draft, report);
    } else if (document instanceof FencingDocument fencing) {
      FencingFormats.write(draft, fencing);
    } else {
      writeAdministration(draft, document);
    }
    return draft.node();
  }

  private static void writeAdministration(Draft draft, Document document) {
    if (document instanceof AccessDocument access) {
      AdministrationFormats.write(draft, access);
    } else if (document instanceof DirectivesDocument directives) {
      AdministrationFormats.write(draft, directives);
    } else if (document instanceof HistoryDocument history) {
      AdministrationFormats.write(draft, history);
    } else if (document instanceof HostDocument host) {
      AdministrationFormats.write(draft, host);
    } else if (document instanceof RequestsDocument requests) {
      AdministrationFormats.write(draft, requests);
    } else if (document instanceof AnswersDocument answers) {
      AdministrationFormats.write(draft, answers);
    }
  }

  /** Returns the kind of key under which a document belongs. */
  static Kind kindOf(Document document) {
    Kind kind = KINDS.get(document.getClass());
    if (kind == null) {
      throw new IllegalArgumentException("a " + document.getClass() + " is of no kind");
    }
    return kind;
  }

  /** Returns the document of a kind that JSON says. */
  static Document read(Kind kind, Fields fields) {
    requireType(fields, Draft.wordOf(kind), FORMAT);
    return switch (kind) {
      case CONFIG -> ConfigFormat.read(fields);
      case NODE -> NodeFormats.node(fields);
      case MEMBER -> NodeFormats.member(fields);
      case LEASE -> NodeFormats.lease(fields);
      case TERM -> NodeFormats.term(fields);
      case ELECTED -> NodeFormats.elected(fields);
      case ORDERS -> WorkFormats.orders(fields);
      case REPORT -> WorkFormats.report(fields);
      case FENCING -> FencingFormats.fencing(fields);
      case ACCESS -> AdministrationFormats.access(fields);
      case DIRECTIVES -> AdministrationFormats.directives(fields);
      case HISTORY -> AdministrationFormats.history(fields);
      case HOST -> AdministrationFormats.host(fields);
      case REQUESTS -> AdministrationFormats.requests(fields);
      case ANSWERS -> AdministrationFormats.answers(fields);
    };
  }

  /** Complains unless a document is of a type, in a format that this version understands. */
  static void requireType(Fields fields, String expected, int newest) {
    String type = fields.text("type");
    if (!type.equals(expected)) {
      throw new IllegalArgumentException(
          "it should be of type '" + expected + "', but is of type '" + type + "'");
    }
    int format = fields.integer("format");
    if (format < 1 || format > newest) {
      throw new IllegalArgumentException(
          "it has the format " + format + ", and this version understands up to " + newest);
    }
  }

  /**
   * Checks that JSON asks no more of memory than it may, before it is made a tree of.
   *
   * @param depth how deep it may be nested
   * @param tokens how many values, names and braces it may have
   */
  static void requireWithin(byte[] bytes, int depth, int tokens) {
    try (JsonParser parser = MAPPER.getFactory().createParser(bytes)) {
      int open = 0;
      int count = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        count++;
        if (open > depth) {
          throw new IllegalArgumentException("it is nested deeper than " + depth + " levels");
        }
        if (count > tokens) {
          throw new IllegalArgumentException("it has more than " + tokens + " parts");
        }
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("it is not JSON: " + e.getMessage(), e);
    }
  }

  /** Returns JSON as it is stored. */
  static byte[] bytes(JsonNode json) {
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON could not be written", e);
    }
  }

  /** Returns the JSON object that is stored. */
  static ObjectNode parse(byte[] bytes) {
    if (bytes.length == 0) {
      throw new IllegalArgumentException("it is empty");
    }
    try {
      if (MAPPER.readTree(bytes) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("it is not JSON: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("it is not a JSON object");
  }

  /** Returns why something could not be read, as one short line. */
  static String problem(RuntimeException e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    String line = message.replaceAll("[\\p{Cntrl}\\s]+", " ").trim();
    return line.length() <= LONGEST_PROBLEM ? line : line.substring(0, LONGEST_PROBLEM) + " ...";
  }
}
