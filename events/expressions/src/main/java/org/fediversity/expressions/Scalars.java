package org.fediversity.expressions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/// Numbers and plain scalars by the YAML 1.2 core schema.
final class Scalars {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,100}");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]{1,16}");
    private static final Pattern OCTAL = Pattern.compile("0o[0-7]{1,21}");
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(\\.[0-9]{1,100}|[0-9]{1,100}(\\.[0-9]{0,100})?)([eE][-+]?[0-9]{1,3})?");

    private Scalars() {}

    static JsonNode plain(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> NODES.nullNode();
            case "true", "True", "TRUE" -> NODES.booleanNode(true);
            case "false", "False", "FALSE" -> NODES.booleanNode(false);
            default -> {
                if (INTEGER.matcher(text).matches()) {
                    yield integer(text);
                }
                if (HEXADECIMAL.matcher(text).matches()) {
                    yield integer(new BigInteger(text.substring(2), 16));
                }
                if (OCTAL.matcher(text).matches()) {
                    yield integer(new BigInteger(text.substring(2), 8));
                }
                yield NUMBER.matcher(text).matches() ? number(text) : NODES.textNode(text);
            }
        };
    }

    static JsonNode integer(String text) {
        return integer(new BigInteger(text.startsWith("+") ? text.substring(1) : text));
    }

    private static JsonNode integer(BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            return NODES.numberNode(number.intValue());
        }
        return number.bitLength() < Long.SIZE ? NODES.numberNode(number.longValue()) : NODES.numberNode(number);
    }

    /// Doubles only: a decimal with a huge exponent would be a small text and a huge number.
    static JsonNode number(String text) {
        double number = new BigDecimal(text.endsWith(".") ? text + "0" : text).doubleValue();
        return NODES.numberNode(Double.isInfinite(number) ? Math.copySign(Double.MAX_VALUE, number) : number);
    }
}
