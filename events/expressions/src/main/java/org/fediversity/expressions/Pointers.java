package org.fediversity.expressions;

import java.util.Arrays;
import java.util.List;

/// JSON Pointers (RFC 6901) as text.
public final class Pointers {
    private Pointers() {}

    /// Pointer to a field or, with a number, to an element.
    public static String child(String parent, Object token) {
        return parent + "/" + token.toString().replace("~", "~0").replace("/", "~1");
    }

    /// Pointer that leads along the tokens.
    public static String of(Object... tokens) {
        String pointer = "";
        for (Object token : tokens) {
            pointer = child(pointer, token);
        }
        return pointer;
    }

    /// The tokens of a pointer, unescaped.
    public static List<String> tokens(String pointer) {
        return pointer.isEmpty()
                ? List.of()
                : Arrays.stream(pointer.substring(1).split("/", -1))
                        .map(token -> token.replace("~1", "/").replace("~0", "~"))
                        .toList();
    }

    /// Pointer to what contains this; empty for the root.
    public static String parent(String pointer) {
        int slash = pointer.lastIndexOf('/');
        return slash < 0 ? "" : pointer.substring(0, slash);
    }
}
