package org.fediversity.notes;

import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Author and notes in the words of ActivityStreams 2.0 and ActivityPub (W3C recommendations of 2017 and 2018).
@Singleton
final class ActivityStreams {
    static final String MEDIA_TYPE = "application/activity+json";
    private static final String CONTEXT = "https://www.w3.org/ns/activitystreams";
    private static final String EVERYBODY = CONTEXT + "#Public";

    private final Settings settings;
    private final Identity identity;

    ActivityStreams(Settings settings, Identity identity) {
        this.settings = settings;
        this.identity = identity;
    }

    String address(Note note) {
        return settings.baseUrl() + "/notes/" + note.id();
    }

    String address(Note.Picture picture) {
        return settings.baseUrl() + "/media/" + picture.id();
    }

    Map<String, Object> actor() {
        var actor = object(identity.actor(), "Person");
        actor.put("@context", List.of(CONTEXT, "https://w3id.org/security/v1"));
        actor.put("preferredUsername", identity.username());
        actor.put("name", settings.title());
        actor.put("summary", html(settings.description()));
        actor.put("url", settings.baseUrl() + "/");
        actor.put("inbox", identity.actor() + "/inbox");
        actor.put("outbox", identity.outbox());
        actor.put("manuallyApprovesFollowers", false);
        actor.put(
                "publicKey",
                Map.of(
                        "id", identity.actor() + "#main-key",
                        "owner", identity.actor(),
                        "publicKeyPem", identity.publicKey()));
        return actor;
    }

    Map<String, Object> outbox(long total) {
        var outbox = object(identity.outbox(), "OrderedCollection");
        outbox.put("totalItems", total);
        outbox.put("first", identity.outbox() + "?page=true");
        return outbox;
    }

    /// @param here the page's own address
    /// @param more whether older notes follow
    Map<String, Object> outboxPage(String here, List<Note> notes, boolean more) {
        var page = object(here, "OrderedCollectionPage");
        page.put("partOf", identity.outbox());
        page.put("orderedItems", notes.stream().map(this::created).toList());
        if (more) {
            page.put(
                    "next",
                    identity.outbox() + "?page=true&before=" + notes.getLast().position());
        }
        return page;
    }

    Map<String, Object> note(Note note) {
        var object = object(address(note), "Note");
        object.put("attributedTo", identity.actor());
        object.put("published", note.published().toString());
        object.put("to", List.of(EVERYBODY));
        object.put("content", html(note.text()));
        object.put("contentMap", Map.of(settings.language(), html(note.text())));
        object.put("url", address(note));
        note.picture()
                .ifPresent(picture -> object.put(
                        "attachment",
                        List.of(Map.of(
                                "type", "Image",
                                "mediaType", picture.mediaType(),
                                "url", address(picture),
                                "name", picture.alternative()))));
        return object;
    }

    private Map<String, Object> created(Note note) {
        var activity = object(address(note) + "#created", "Create");
        activity.put("actor", identity.actor());
        activity.put("published", note.published().toString());
        activity.put("to", List.of(EVERYBODY));
        activity.put("object", note(note));
        return activity;
    }

    private static Map<String, Object> object(String id, String type) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("@context", CONTEXT);
        object.put("id", id);
        object.put("type", type);
        return object;
    }

    private static String html(String text) {
        var escaped = text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
        return escaped.isEmpty() ? "" : "<p>" + escaped.replaceAll("\r?\n", "<br>") + "</p>";
    }
}
