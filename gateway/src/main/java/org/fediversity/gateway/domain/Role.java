package org.fediversity.gateway.domain;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What somebody is, according to the token.
public enum Role {
    OPERATOR,
    PROVIDER,
    MAINTAINER,
    AUDITOR;

    /// The roles among those a token names; names that mean nothing here are passed over.
    public static Set<Role> among(Collection<String> names) {
        return names.stream().flatMap(name -> named(name).stream()).collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<Role> named(String name) {
        return Stream.of(values())
                .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }
}
