package org.fediversity.runtime.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;

/// What people send is one JSON document that says everything once: of two members of one name nobody knows which one
/// was meant, and of what follows the document nobody knows what it is for. Nothing is guessed: a member that nobody
/// reads was misspelt, a number is no text, and half a character is none.
@Singleton
public class StrictJson implements ObjectMapperCustomizer {
    @Override
    public void customize(ObjectMapper mapper) {
        mapper.getFactory().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature());
        mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        for (LogicalType type : List.of(LogicalType.Textual, LogicalType.Integer, LogicalType.Boolean)) {
            for (CoercionInputShape shape : List.of(
                    CoercionInputShape.String,
                    CoercionInputShape.Integer,
                    CoercionInputShape.Float,
                    CoercionInputShape.Boolean)) {
                if (!isItself(type, shape)) {
                    mapper.coercionConfigFor(type).setCoercion(shape, CoercionAction.Fail);
                }
            }
        }
        for (LogicalType type : List.of(LogicalType.Integer, LogicalType.Boolean)) {
            mapper.coercionConfigFor(type).setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
        }
        mapper.registerModule(new SimpleModule("kept texts").addDeserializer(String.class, new KeptText()));
        mapper.addHandler(new NothingUnread());
    }

    private static boolean isItself(LogicalType type, CoercionInputShape shape) {
        return type == LogicalType.Textual && shape == CoercionInputShape.String
                || type == LogicalType.Integer && shape == CoercionInputShape.Integer
                || type == LogicalType.Boolean && shape == CoercionInputShape.Boolean;
    }

    /// Bodies are read into the records of the `api` rooms; what services answer each other may grow.
    private static final class NothingUnread extends DeserializationProblemHandler {
        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                JsonDeserializer<?> deserializer,
                Object beanOrClass,
                String property)
                throws IOException {
            Class<?> type = beanOrClass instanceof Class<?> found ? found : beanOrClass.getClass();
            if (!(type.getPackageName() + ".").contains(".api.")) {
                return false;
            }
            throw UnrecognizedPropertyException.from(parser, type, property, deserializer.getKnownPropertyNames());
        }
    }

    private static final class KeptText extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1;

        KeptText() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = StringDeserializer.instance.deserialize(parser, context);
            if (text != null && !Texts.isKept(text)) {
                throw InvalidFormatException.from(parser, "no text", text, String.class);
            }
            return text;
        }
    }
}
