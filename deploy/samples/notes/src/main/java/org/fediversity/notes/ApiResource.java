package org.fediversity.notes;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/// For programs: publish a note, read the notes, count what is here.
@Path("/api")
public class ApiResource {
    private static final int MOST = 100;

    private final Desk desk;
    private final Notes notes;
    private final Archive archive;
    private final ActivityStreams streams;
    private final Identity identity;

    ApiResource(Desk desk, Notes notes, Archive archive, ActivityStreams streams, Identity identity) {
        this.desk = desk;
        this.notes = notes;
        this.archive = archive;
        this.streams = streams;
        this.identity = identity;
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record NoteShown(String id, String url, String text, Instant published, Optional<PictureShown> picture) {}

    record PictureShown(String url, String mediaType, long bytes, String description) {}

    /// @param next position to continue before, absent on the last page
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(List<NoteShown> items, Optional<Long> next) {}

    record Inventory(String actor, long notes, long pictures, long archived) {}

    /// The password comes as a field or as a bearer token.
    @POST
    @Path("notes")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response publish(
            @RestForm @DefaultValue("") String text,
            @RestForm Optional<FileUpload> picture,
            @RestForm @DefaultValue("") String description,
            @RestForm Optional<String> password,
            @RestHeader("Authorization") Optional<String> authorization) {
        var said = password.or(
                () -> authorization.filter(value -> value.startsWith("Bearer ")).map(value -> value.substring(7)));
        var note = shown(desk.publish(text, picture, description, said.orElse("")));
        return Response.created(URI.create(note.url())).entity(note).build();
    }

    @GET
    @Path("notes")
    public Page list(@RestQuery Optional<Long> before, @RestQuery @DefaultValue("20") int limit) {
        if (limit < 1 || limit > MOST) {
            throw new Refusal(400, "limit is 1 to " + MOST + ".");
        }
        var some = notes.before(before.orElse(Long.MAX_VALUE), limit + 1);
        var page = some.subList(0, Math.min(limit, some.size()));
        return new Page(
                page.stream().map(this::shown).toList(),
                some.size() > limit ? Optional.of(page.getLast().position()) : Optional.empty());
    }

    @GET
    @Path("inventory")
    public Inventory inventory() {
        return new Inventory(identity.actor(), notes.count(), notes.countPictures(), archive.count());
    }

    private NoteShown shown(Note note) {
        return new NoteShown(
                note.id().toString(),
                streams.address(note),
                note.text(),
                note.published(),
                note.picture()
                        .map(picture -> new PictureShown(
                                streams.address(picture),
                                picture.mediaType(),
                                picture.bytes(),
                                picture.alternative())));
    }
}
