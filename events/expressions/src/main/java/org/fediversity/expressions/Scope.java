package org.fediversity.expressions;

import java.util.List;

/// The variables that expressions of one place may name. Everything else is a mistake, found before anything is
/// evaluated.
///
/// `has(x.y)` is true when `y` is there and not null; `!` of null is true. So an option that was left out and has no
/// default is given to expressions as null: `!options.objectStorage` is true then, and `${options.motto}` within a text
/// is empty.
public final class Scope {
    private final List<String> names;
    private final Cel cel;

    private Scope(List<String> names) {
        this.names = names;
        this.cel = new Cel(names);
    }

    public static Scope of(String... names) {
        return new Scope(List.of(names));
    }

    public List<String> names() {
        return names;
    }

    Cel cel() {
        return cel;
    }
}
