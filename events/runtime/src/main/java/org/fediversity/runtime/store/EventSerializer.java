package org.fediversity.runtime.store;

import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.json.JacksonSerializer;
import org.fediversity.contracts.Event;
import org.fediversity.runtime.EventCatalogue;
import org.fediversity.runtime.Json;

/// Events as JSON under their pinned names and versions; everything else (metadata, tokens) as Jackson does it.
final class EventSerializer extends JacksonSerializer {
    EventSerializer() {
        super(builder().objectMapper(Json.MAPPER.copy()).lenientDeserialization());
    }

    @Override
    @SuppressWarnings("rawtypes") // as declared by Axon
    public SerializedType typeForClass(Class type) {
        return type != null && Event.class.isAssignableFrom(type)
                ? new SimpleSerializedType(EventCatalogue.type(type), String.valueOf(EventCatalogue.version(type)))
                : super.typeForClass(type);
    }

    @Override
    protected String resolveClassName(SerializedType type) {
        return EventCatalogue.named(type.getName()).map(Class::getName).orElse(type.getName());
    }
}
