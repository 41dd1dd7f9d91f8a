package org.fediversity.migration.driver;

/// Looks at an application where it runs, under a name that may lead elsewhere.
public interface Visits {
    /// The HTTP status of a GET.
    ///
    /// @param endpoint `host:port`
    /// @param host     the name it is asked for
    Outcome<Integer> status(String endpoint, String host, String path);
}
