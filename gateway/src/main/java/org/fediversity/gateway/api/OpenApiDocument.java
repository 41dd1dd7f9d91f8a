package org.fediversity.gateway.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fediversity.gateway.domain.Addresses;
import org.fediversity.gateway.domain.Descriptions;
import org.fediversity.gateway.domain.Service;
import org.fediversity.runtime.Json;

/// The API's description at `/q/openapi`, made of what the services say of themselves; of a service that does not
/// answer, what it said last.
@ApplicationScoped
class OpenApiDocument {
    private static final YAMLMapper YAML = new YAMLMapper(new YAMLFactory()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER));

    private final Descriptions descriptions;
    private final Addresses addresses;
    private final String setup;
    private final Map<Service, JsonNode> known = new ConcurrentHashMap<>();

    OpenApiDocument(
            Descriptions descriptions,
            Addresses addresses,
            @ConfigProperty(name = "fediversity.setup.name", defaultValue = "local") String setup) {
        this.descriptions = descriptions;
        this.addresses = addresses;
        this.setup = setup;
    }

    void register(@Observes Router router) {
        for (String path : List.of("/q/openapi", "/q/openapi.json", "/q/openapi.yaml", "/q/openapi.yml")) {
            router.get(path).order(-10).handler(context -> Thread.ofVirtual().start(() -> answer(context)));
        }
    }

    private void answer(RoutingContext context) {
        try {
            String format =
                    Optional.ofNullable(context.request().getParam("format")).orElse("");
            String accept =
                    Optional.ofNullable(context.request().getHeader("Accept")).orElse("");
            boolean json = format.equalsIgnoreCase("json")
                    || context.request().path().endsWith(".json")
                    || format.isEmpty()
                            && accept.contains("json")
                            && !context.request().path().endsWith("l");
            JsonNode document = merge(context.request().localAddress().port());
            context.response()
                    .putHeader("Content-Type", json ? "application/json" : "application/yaml;charset=UTF-8")
                    .end(json ? document.toPrettyString() : YAML.writeValueAsString(document));
        } catch (JsonProcessingException | RuntimeException e) {
            context.fail(e);
        }
    }

    private JsonNode merge(int ownPort) {
        OpenApiMerge merge = new OpenApiMerge(setup);
        List<String> missing = new ArrayList<>();
        for (Service service : Service.values()) {
            URI address = service == Service.GATEWAY
                    ? URI.create("http://127.0.0.1:" + ownPort + "/q/openapi-gateway?format=json")
                    : addresses.of(service).resolve("/q/openapi?format=json");
            descriptions.at(address).ifPresent(text -> known.put(service, Json.tree(text)));
            JsonNode document = known.get(service);
            if (document == null) {
                missing.add(service.key());
            } else {
                merge.add(service, document);
            }
        }
        return merge.document(missing);
    }
}
