package org.fediversity.expressions;

import java.util.List;

/// A name that an expression uses, as far as it can be told without evaluating: `resources.database.host` is
/// `[resources, database, host]`; of `options[x]` only `[options]` is known.
///
/// @param pointer  where the expression stands
/// @param path     from the variable on
/// @param presence whether it is only asked whether it is there: `has(options.password)`
public record Reference(String pointer, List<String> path, boolean presence) {
    public Reference {
        path = List.copyOf(path);
    }

    /// The variable.
    public String root() {
        return path.getFirst();
    }

    /// As written: `resources.database.host`.
    public String text() {
        return String.join(".", path);
    }

    Reference at(String pointer) {
        return new Reference(pointer, path, presence);
    }
}
