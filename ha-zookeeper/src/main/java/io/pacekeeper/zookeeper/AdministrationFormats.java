package io.pacekeeper.zookeeper;

import io.pacekeeper.core.document.AccessDocument;
import io.pacekeeper.core.document.AccessDocument.Role;
import io.pacekeeper.core.document.AnswersDocument;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.Claim;
import io.pacekeeper.core.document.DirectivesDocument;
import io.pacekeeper.core.document.HistoryDocument;
import io.pacekeeper.core.document.HostDocument;
import io.pacekeeper.core.document.NodeRequest;
import io.pacekeeper.core.document.Participation;
import io.pacekeeper.core.document.Participation.Wish;
import io.pacekeeper.core.document.RequestsDocument;
import io.pacekeeper.core.document.ResourceLocation;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How what administrators say, and what is answered to them, is written as JSON. */
final class AdministrationFormats {
  private AdministrationFormats() {}

  static void write(Draft draft, AccessDocument access) {
    Draft roles = Draft.empty();
    access.identities().forEach((role, ids) -> roles.textArray(Draft.wordOf(role), ids));
    draft.objectUnlessEmpty("identities", roles);
    writeChanges(draft, access.changes());
  }

  static AccessDocument access(Fields fields) {
    SortedMap<Role, SortedSet<String>> identities = new TreeMap<>();
    Fields roles = fields.objectOrNull("identities");
    if (roles != null) {
      for (String role : roles.names()) {
        identities.put(Fields.wordOf(Role.class, role), new TreeSet<>(roles.textArray(role)));
      }
    }
    return new AccessDocument(identities, readChanges(fields));
  }

  static void write(Draft draft, DirectivesDocument directives) {
    draft
        .array("maintenance", directives.maintenance(), AdministrationFormats::claim)
        .objectUnlessEmpty("resourceMaintenance", claims(directives.resourceMaintenance()))
        .objectUnlessEmpty("stopped", claims(directives.stopped()))
        .array("locations", directives.locations(), AdministrationFormats::location);
    writeChanges(draft, directives.changes());
  }

  static DirectivesDocument directives(Fields fields) {
    return new DirectivesDocument(
        fields.array("maintenance", AdministrationFormats::claim),
        claims(fields.objectOrNull("resourceMaintenance")),
        claims(fields.objectOrNull("stopped")),
        fields.array("locations", AdministrationFormats::location),
        readChanges(fields));
  }

  static void write(Draft draft, HostDocument host) {
    draft
        .text("process", host.process())
        .text("host", host.host())
        .number("pid", host.pid())
        .text("version", host.version())
        .number("featureSet", host.featureSet())
        .text("since", host.since())
        .text("waitsFor", host.waitsFor());
  }

  static HostDocument host(Fields fields) {
    return new HostDocument(
        fields.text("process"),
        fields.text("host"),
        fields.number("pid"),
        fields.text("version"),
        fields.integer("featureSet"),
        fields.instant("since"),
        fields.text("waitsFor"));
  }

  static void write(Draft draft, RequestsDocument requests) {
    draft.array("requests", requests.requests(), AdministrationFormats::request);
  }

  static RequestsDocument requests(Fields fields) {
    return new RequestsDocument(fields.array("requests", AdministrationFormats::request));
  }

  private static void request(Draft draft, NodeRequest request) {
    draft
        .text("id", request.id())
        .word("kind", request.kind())
        .text("resource", request.resource())
        .text("argument", request.argument(), "")
        .text("by", request.by())
        .text("at", request.at());
  }

  private static NodeRequest request(Fields fields) {
    String argument = fields.textOrNull("argument");
    return new NodeRequest(
        fields.text("id"),
        fields.word("kind", NodeRequest.Kind.class),
        fields.textOrNull("resource"),
        argument == null ? "" : argument,
        fields.text("by"),
        fields.instant("at"));
  }

  static void write(Draft draft, AnswersDocument answers) {
    draft
        .text("process", answers.process())
        .array("answers", answers.answers(), AdministrationFormats::answer);
  }

  static AnswersDocument answers(Fields fields) {
    return new AnswersDocument(
        fields.text("process"), fields.array("answers", AdministrationFormats::answer));
  }

  private static void answer(Draft draft, AnswersDocument.Answer answer) {
    draft
        .text("request", answer.request())
        .flag("done", answer.done(), false)
        .text("text", answer.text())
        .text("at", answer.at());
  }

  private static AnswersDocument.Answer answer(Fields fields) {
    return new AnswersDocument.Answer(
        fields.text("request"),
        fields.flag("done", false),
        fields.text("text"),
        fields.instant("at"));
  }

  static void write(Draft draft, HistoryDocument history) {
    draft.array("entries", history.entries(), AdministrationFormats::entry);
  }

  static HistoryDocument history(Fields fields) {
    return new HistoryDocument(fields.array("entries", AdministrationFormats::entry));
  }

  private static void entry(Draft draft, HistoryDocument.Entry entry) {
    draft
        .number("number", entry.number())
        .text("at", entry.at())
        .word("kind", entry.kind())
        .text("dc", entry.dc())
        .text("node", entry.node())
        .text("resource", entry.resource())
        .number("token", entry.token(), 0)
        .text("text", entry.text());
  }

  private static HistoryDocument.Entry entry(Fields fields) {
    return new HistoryDocument.Entry(
        fields.number("number"),
        fields.instant("at"),
        fields.word("kind", HistoryDocument.Kind.class),
        fields.text("dc"),
        fields.textOrNull("node"),
        fields.textOrNull("resource"),
        fields.number("token", 0),
        fields.text("text"));
  }

  static void claim(Draft draft, Claim claim) {
    draft
        .text("owner", claim.owner())
        .text("reason", claim.reason(), "")
        .text("since", claim.since())
        .text("until", claim.until());
  }

  static Claim claim(Fields fields) {
    String reason = fields.textOrNull("reason");
    return new Claim(
        fields.text("owner"),
        reason == null ? "" : reason,
        fields.instant("since"),
        fields.instantOrNull("until"));
  }

  private static Draft claims(SortedMap<String, List<Claim>> claims) {
    Draft draft = Draft.empty();
    claims.forEach((name, all) -> draft.array(name, all, AdministrationFormats::claim));
    return draft;
  }

  private static SortedMap<String, List<Claim>> claims(@Nullable Fields fields) {
    SortedMap<String, List<Claim>> claims = new TreeMap<>();
    if (fields != null) {
      for (String name : fields.names()) {
        claims.put(name, fields.array(name, AdministrationFormats::claim));
      }
    }
    return claims;
  }

  static void location(Draft draft, ResourceLocation constraint) {
    draft.text("id", constraint.id()).text("resource", constraint.resource());
    ConfigFormat.location(draft, constraint.location());
    draft.text("until", constraint.until());
  }

  static ResourceLocation location(Fields fields) {
    return new ResourceLocation(
        fields.text("id"),
        fields.text("resource"),
        ConfigFormat.location(fields),
        fields.instantOrNull("until"));
  }

  static void participation(Draft draft, Participation participation) {
    draft.flag("enabled", participation.enabled(), true);
    Wish wish = participation.wish();
    if (wish != null) {
      draft.object(
          "wish",
          Draft.empty()
              .flag("started", wish.started(), false)
              .text("process", wish.process())
              .text("by", wish.by())
              .text("at", wish.at()));
    }
  }

  static Participation participation(Fields fields) {
    Fields wish = fields.objectOrNull("wish");
    return new Participation(
        fields.flag("enabled", true),
        wish == null
            ? null
            : new Wish(
                wish.flag("started", false),
                wish.text("process"),
                wish.text("by"),
                wish.instant("at")));
  }

  /**
   * Writes who changed a document: all that is kept, and the newest as older versions read it. That
   * has nothing that they do not know: they would keep it, and have it say something of a change of
   * their own.
   */
  static void writeChanges(Draft draft, List<ChangeNote> changes) {
    if (!changes.isEmpty()) {
      ChangeNote newest = changes.get(changes.size() - 1);
      draft.object(
          "change",
          Draft.empty().text("by", newest.by()).text("via", newest.via()).text("at", newest.at()));
      draft.array("changes", changes, AdministrationFormats::change);
    }
  }

  /**
   * Reads who changed a document. An older version writes the newest alone, and leaves the others
   * as they were.
   */
  static List<ChangeNote> readChanges(Fields fields) {
    List<ChangeNote> changes = fields.array("changes", AdministrationFormats::change);
    Fields newest = fields.objectOrNull("change");
    if (newest != null) {
      ChangeNote change =
          new ChangeNote(newest.text("by"), newest.text("via"), newest.instant("at"));
      if (changes.isEmpty() || !isSame(changes.get(changes.size() - 1), change)) {
        changes.add(change);
      }
    }
    return changes;
  }

  private static boolean isSame(ChangeNote one, ChangeNote other) {
    return one.by().equals(other.by())
        && one.via().equals(other.via())
        && one.at().equals(other.at());
  }

  private static void change(Draft draft, ChangeNote change) {
    draft
        .text("by", change.by())
        .text("via", change.via())
        .text("at", change.at())
        .text("node", change.node())
        .text("what", change.what());
  }

  private static ChangeNote change(Fields fields) {
    return new ChangeNote(
        fields.text("by"),
        fields.text("via"),
        fields.instant("at"),
        fields.textOrNull("node"),
        fields.textOrNull("what"));
  }
}
