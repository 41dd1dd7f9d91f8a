package org.fediversity.notes;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/// What other servers ask: NodeInfo 2.1, WebFinger (RFC 7033), the actor and its outbox.
@Path("/")
public class FediverseResource {
    private static final String NODEINFO = "http://nodeinfo.diaspora.software/ns/schema/2.1";
    private static final int PAGE = 20;

    private final Settings settings;
    private final Identity identity;
    private final ActivityStreams streams;
    private final Notes notes;

    FediverseResource(Settings settings, Identity identity, ActivityStreams streams, Notes notes) {
        this.settings = settings;
        this.identity = identity;
        this.streams = streams;
        this.notes = notes;
    }

    @GET
    @Path(".well-known/nodeinfo")
    @Produces("application/json")
    public Map<String, Object> nodeInfoLinks() {
        notes.count();
        return Map.of("links", List.of(Map.of("rel", NODEINFO, "href", settings.baseUrl() + "/nodeinfo/2.1")));
    }

    @GET
    @Path("nodeinfo/2.1")
    @Produces("application/json; profile=\"" + NODEINFO + "#\"")
    public Map<String, Object> nodeInfo() {
        return Map.of(
                "version", "2.1",
                "software", Map.of("name", "fediversity-notes", "version", "1.0.0"),
                "protocols", List.of("activitypub"),
                "services", Map.of("inbound", List.of(), "outbound", List.of()),
                "openRegistrations", false,
                "usage", Map.of("users", Map.of("total", 1), "localPosts", notes.count()),
                "metadata", Map.of("nodeName", settings.title(), "nodeDescription", settings.description()));
    }

    @GET
    @Path(".well-known/webfinger")
    @Produces("application/jrd+json")
    public Response webFinger(@RestQuery Optional<String> resource) {
        var asked = resource.orElseThrow(() -> new Refusal(400, "Which resource? Say ?resource=acct:name@host."));
        if (!asked.equalsIgnoreCase("acct:" + identity.account()) && !asked.equals(identity.actor())) {
            throw Refusal.unknown();
        }
        return Response.ok(Map.of(
                        "subject", "acct:" + identity.account(),
                        "aliases", List.of(identity.actor()),
                        "links",
                                List.of(
                                        link("self", ActivityStreams.MEDIA_TYPE, identity.actor()),
                                        link(
                                                "http://webfinger.net/rel/profile-page",
                                                "text/html",
                                                settings.baseUrl() + "/"))))
                .header("Access-Control-Allow-Origin", "*")
                .build();
    }

    private static Map<String, String> link(String relation, String type, String target) {
        return Map.of("rel", relation, "type", type, "href", target);
    }

    @GET
    @Path("users/{name}")
    @Produces({ActivityStreams.MEDIA_TYPE, "application/ld+json", "application/json"})
    public Map<String, Object> actor(@PathParam("name") String name) {
        own(name);
        return streams.actor();
    }

    @GET
    @Path("users/{name}")
    @Produces("text/html;qs=0.5")
    public Response actorForPeople(@PathParam("name") String name) {
        own(name);
        return Response.seeOther(URI.create(settings.baseUrl() + "/")).build();
    }

    @GET
    @Path("users/{name}/outbox")
    @Produces({ActivityStreams.MEDIA_TYPE, "application/ld+json", "application/json"})
    public Map<String, Object> outbox(
            @PathParam("name") String name,
            @RestQuery @DefaultValue("false") boolean page,
            @RestQuery Optional<Long> before) {
        own(name);
        if (!page) {
            return streams.outbox(notes.count());
        }
        var some = notes.before(before.orElse(Long.MAX_VALUE), PAGE + 1);
        var here = identity.outbox() + "?page=true"
                + before.map(position -> "&before=" + position).orElse("");
        return streams.outboxPage(here, some.subList(0, Math.min(PAGE, some.size())), some.size() > PAGE);
    }

    @POST
    @Path("users/{name}/inbox")
    public Response inbox(@PathParam("name") String name) {
        own(name);
        throw new Refusal(501, "This sample publishes; it does not listen yet.");
    }

    private void own(String name) {
        if (!name.equals(identity.username())) {
            throw Refusal.unknown();
        }
    }
}
