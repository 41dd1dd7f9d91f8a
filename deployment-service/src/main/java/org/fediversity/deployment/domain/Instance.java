package org.fediversity.deployment.domain;

/// One component of one release: what a run-time backend keeps running.
public record Instance(String deployment, String environment, String application, String component, String generation) {
    public static Instance of(String deployment, Release release, Release.Part part) {
        return new Instance(
                deployment,
                release.environment(),
                part.application().name(),
                part.component().name(),
                release.generation());
    }

    /// `<application>/<component>`, as in events.
    public String part() {
        return application + "/" + component;
    }
}
