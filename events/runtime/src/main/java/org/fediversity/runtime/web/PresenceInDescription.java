package org.fediversity.runtime.web;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jboss.jandex.Type;
import org.jspecify.annotations.Nullable;

/// Says in the description of an answer what is always there and what may be `null`, as the records say it in Java
/// (JSpecify). Schemas of requests require nothing: what they lack is refused by rules that say more than a schema.
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class PresenceInDescription implements OASFilter {
    private static final DotName NULLABLE = DotName.createSimple("org.jspecify.annotations.Nullable");
    private static final DotName INCLUDE = DotName.createSimple("com.fasterxml.jackson.annotation.JsonInclude");
    private static final DotName OPTIONAL = DotName.createSimple(Optional.class);
    private static final String REFERENCE = "#/components/schemas/";

    private final List<ClassInfo> records;

    public PresenceInDescription(IndexView index) {
        records = index.getKnownClasses().stream()
                .filter(ClassInfo::isRecord)
                .sorted(Comparator.comparing(ClassInfo::name))
                .toList();
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Components components = document.getComponents();
        if (components == null || components.getSchemas() == null) {
            return;
        }
        Set<String> sent = sent(document, components.getSchemas());
        components.getSchemas().forEach((name, schema) -> recordOf(name, schema)
                .ifPresent(found -> describe(found, schema, !sent.contains(name))));
    }

    /// By name and components: descriptions do not know the class. A record of something (`Page<T>`) is called after
    /// both.
    private Optional<ClassInfo> recordOf(String schemaName, Schema schema) {
        Map<String, Schema> properties = schema.getProperties();
        if (properties == null) {
            return Optional.empty();
        }
        return records.stream()
                .filter(one ->
                        schemaName.startsWith(one.name().withoutPackagePrefix().replaceFirst(".*\\$", "")))
                .filter(one -> one.unsortedRecordComponents().stream()
                        .map(RecordComponentInfo::name)
                        .collect(Collectors.toSet())
                        .containsAll(properties.keySet()))
                .max(Comparator.comparingInt(one -> one.simpleName().length()));
    }

    private static void describe(ClassInfo found, Schema schema, boolean answer) {
        String usual = inclusion(found.declaredAnnotation(INCLUDE)).orElse("ALWAYS");
        List<String> required = new ArrayList<>();
        schema.getProperties().forEach((name, property) -> {
            FieldInfo field = found.field(name);
            String included = inclusion(field.annotation(INCLUDE)).orElse(usual);
            if (mayLack(field.type())) {
                if (included.equals("ALWAYS")) {
                    schema.addProperty(name, orNull(property));
                    required.add(name);
                }
            } else if (!included.equals("NON_EMPTY") || field.type().kind() == Type.Kind.PRIMITIVE) {
                required.add(name);
            }
        });
        if (answer && !required.isEmpty()) {
            schema.setRequired(required);
        }
    }

    private static Optional<String> inclusion(@Nullable AnnotationInstance annotation) {
        return Optional.ofNullable(annotation).map(AnnotationInstance::value).map(value -> value.asEnum());
    }

    private static boolean mayLack(Type type) {
        return type.hasAnnotation(NULLABLE) || type.name().equals(OPTIONAL);
    }

    private static Schema orNull(Schema schema) {
        if (schema.getRef() != null) {
            return OASFactory.createSchema()
                    .addAnyOf(schema)
                    .addAnyOf(OASFactory.createSchema().addType(SchemaType.NULL));
        }
        if (schema.getType() != null && !schema.getType().contains(SchemaType.NULL)) {
            schema.addType(SchemaType.NULL);
        }
        return schema;
    }

    /// Names of the schemas that requests are made of.
    private static Set<String> sent(OpenAPI document, Map<String, Schema> schemas) {
        Set<String> found = new HashSet<>();
        document.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .map(Operation::getRequestBody)
                .filter(body -> body != null && body.getContent() != null)
                .map(body -> body.getContent())
                .forEach(content -> collect(content, schemas, found));
        return found;
    }

    private static void collect(Content content, Map<String, Schema> schemas, Set<String> found) {
        content.getMediaTypes().values().forEach(type -> collect(type.getSchema(), schemas, found));
    }

    private static void collect(@Nullable Schema schema, Map<String, Schema> schemas, Set<String> found) {
        if (schema == null) {
            return;
        }
        if (schema.getRef() != null) {
            String name = schema.getRef().replace(REFERENCE, "");
            if (found.add(name)) {
                collect(schemas.get(name), schemas, found);
            }
        }
        collect(schema.getItems(), schemas, found);
        collect(schema.getAdditionalPropertiesSchema(), schemas, found);
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(property -> collect(property, schemas, found));
        }
        for (List<Schema> several : new List[] {schema.getAllOf(), schema.getAnyOf(), schema.getOneOf()}) {
            if (several != null) {
                several.forEach(one -> collect(one, schemas, found));
            }
        }
    }
}
