package org.fediversity.notes;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/// Where notes are handed in: they are looked at, the picture is put away, then the note.
@Singleton
final class Desk {
    static final int LONGEST_TEXT = 5_000;
    private static final int LONGEST_ALTERNATIVE = 1_500;

    private final Settings settings;
    private final Notes notes;
    private final Pictures pictures;
    private final Archive archive;
    private final ActivityStreams streams;

    Desk(Settings settings, Notes notes, Pictures pictures, Archive archive, ActivityStreams streams) {
        this.settings = settings;
        this.notes = notes;
        this.pictures = pictures;
        this.archive = archive;
        this.streams = streams;
    }

    /// @throws Refusal 403 without the posting password, 415 for what is no picture, 422 for what is no note
    Note publish(String text, Optional<FileUpload> upload, String alternative, String password) {
        if (!maySpeak(password)) {
            throw new Refusal(403, "That is not the posting password.");
        }
        var words = text.strip();
        var file = upload.filter(some -> some.size() > 0);
        if (words.isEmpty() && file.isEmpty()) {
            throw new Refusal(422, "A note needs some text or a picture.");
        }
        if (words.length() > LONGEST_TEXT) {
            throw new Refusal(
                    422, "A note has at most " + LONGEST_TEXT + " characters; this one has " + words.length() + ".");
        }
        if (alternative.length() > LONGEST_ALTERNATIVE) {
            throw new Refusal(422, "A description has at most " + LONGEST_ALTERNATIVE + " characters.");
        }
        var picture = file.map(some -> putAway(some, alternative.strip()));
        var note = new Note(UUID.randomUUID(), 0, words, Instant.now().truncatedTo(ChronoUnit.MILLIS), picture);
        archive.keep(note.id(), streams.note(note));
        return notes.keep(note);
    }

    private boolean maySpeak(String password) {
        return settings.postingPassword()
                .map(right -> MessageDigest.isEqual(right.getBytes(UTF_8), password.getBytes(UTF_8)))
                .orElse(true);
    }

    private Note.Picture putAway(FileUpload upload, String alternative) {
        try {
            var type = Pictures.mediaTypeOf(upload.uploadedFile())
                    .orElseThrow(() -> new Refusal(415, "A picture is PNG, JPEG, GIF or WebP; this is none of them."));
            var picture = new Note.Picture(UUID.randomUUID(), type, upload.size(), alternative);
            pictures.put(picture, upload.uploadedFile());
            return picture;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
