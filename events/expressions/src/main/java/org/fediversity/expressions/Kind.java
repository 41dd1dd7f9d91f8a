package org.fediversity.expressions;

/// What kind of value a template gives, as far as it can be told without evaluating.
public enum Kind {
    BOOLEAN,
    INTEGER,
    NUMBER,
    TEXT,
    LIST,
    OBJECT,
    NULL,
    UNKNOWN
}
