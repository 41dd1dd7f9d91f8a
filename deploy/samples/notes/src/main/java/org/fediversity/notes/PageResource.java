package org.fediversity.notes;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/// For people: the page with the notes and the form, single notes, pictures.
@Path("/")
public class PageResource {
    private static final int PAGE = 20;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Settings settings;
    private final Identity identity;
    private final ActivityStreams streams;
    private final Notes notes;
    private final Pictures pictures;
    private final Archive archive;
    private final Desk desk;
    private final Forms forms;

    PageResource(
            Settings settings,
            Identity identity,
            ActivityStreams streams,
            Notes notes,
            Pictures pictures,
            Archive archive,
            Desk desk,
            Forms forms) {
        this.settings = settings;
        this.identity = identity;
        this.streams = streams;
        this.notes = notes;
        this.pictures = pictures;
        this.archive = archive;
        this.desk = desk;
        this.forms = forms;
    }

    /// @param form whether it can be written to here
    record View(
            String language,
            String title,
            String description,
            String account,
            long total,
            boolean form,
            boolean passwordNeeded,
            String token,
            String problem,
            String draft,
            List<Card> cards,
            String older) {}

    record Card(String url, String text, String time, String day, String picture, String alternative) {}

    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance page(View view);
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public Response home(@RestQuery Optional<Long> before, @Context HttpHeaders headers) {
        return page(200, before.orElse(Long.MAX_VALUE), "", "", headers);
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Produces(MediaType.TEXT_HTML)
    public Response publish(
            @RestForm @DefaultValue("") String text,
            @RestForm Optional<FileUpload> picture,
            @RestForm @DefaultValue("") String description,
            @RestForm @DefaultValue("") String password,
            @RestForm @DefaultValue("") String token,
            @Context HttpHeaders headers) {
        if (!forms.ours(cookie(headers), token)) {
            return page(403, Long.MAX_VALUE, "This form had grown old. Please send it again.", text, headers);
        }
        try {
            desk.publish(text, picture, description, password);
        } catch (Refusal refusal) {
            return page(refusal.status(), Long.MAX_VALUE, refusal.detail(), text, headers);
        }
        return Response.seeOther(URI.create(settings.baseUrl() + "/")).build();
    }

    @GET
    @Path("notes/{id}")
    @Produces({ActivityStreams.MEDIA_TYPE, "application/ld+json", "application/json"})
    public Map<String, Object> note(@PathParam("id") String id) {
        return streams.note(find(id));
    }

    @GET
    @Path("notes/{id}")
    @Produces("text/html;qs=0.5")
    public TemplateInstance noteForPeople(@PathParam("id") String id) {
        return Templates.page(view(List.of(find(id)), false, "", "", "", ""));
    }

    /// The note as it was published, from the archive.
    @GET
    @Path("archive/{id}")
    @Produces(ActivityStreams.MEDIA_TYPE)
    public java.nio.file.Path archived(@PathParam("id") String id) {
        return archive.find(uuid(id)).orElseThrow(Refusal::unknown);
    }

    @GET
    @Path("media/{id}")
    public Response picture(@PathParam("id") String id) {
        var picture = notes.picture(uuid(id)).orElseThrow(Refusal::unknown);
        var content = pictures.get(picture.id()).orElseThrow(Refusal::unknown);
        return Response.ok(content, picture.mediaType())
                .header(HttpHeaders.CONTENT_LENGTH, picture.bytes())
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable")
                .build();
    }

    private Response page(int status, long before, String problem, String draft, HttpHeaders headers) {
        var visitor = forms.visitor(cookie(headers));
        var some = notes.before(before, PAGE + 1);
        var shown = some.subList(0, Math.min(PAGE, some.size()));
        var older = some.size() > PAGE ? "/?before=" + shown.getLast().position() : "";
        var view = view(shown, before == Long.MAX_VALUE, forms.token(visitor), problem, draft, older);
        return Response.status(status)
                .entity(Templates.page(view))
                .cookie(forms.remember(visitor))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private View view(List<Note> shown, boolean form, String token, String problem, String draft, String older) {
        return new View(
                settings.language(),
                settings.title(),
                settings.description(),
                identity.account(),
                notes.count(),
                form,
                settings.postingPassword().isPresent(),
                token,
                problem,
                draft,
                shown.stream().map(PageResource::card).toList(),
                older);
    }

    private static Card card(Note note) {
        return new Card(
                "/notes/" + note.id(),
                note.text(),
                note.published().toString(),
                DAY.format(note.published()),
                note.picture().map(picture -> "/media/" + picture.id()).orElse(""),
                note.picture().map(Note.Picture::alternative).orElse(""));
    }

    private Note find(String id) {
        return notes.find(uuid(id)).orElseThrow(Refusal::unknown);
    }

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException _) {
            throw Refusal.unknown();
        }
    }

    private static Optional<jakarta.ws.rs.core.Cookie> cookie(HttpHeaders headers) {
        return Optional.ofNullable(headers.getCookies().get(Forms.COOKIE));
    }
}
