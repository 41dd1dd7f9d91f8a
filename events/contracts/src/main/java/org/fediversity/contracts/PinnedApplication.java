package org.fediversity.contracts;

/// An application of a deployment: which version, and the left-most part of its host name.
public record PinnedApplication(String name, String version, String label) {}
