package org.fediversity.provisioning.domain;

/// Names an allocation: `<deployment>@<environment>`.
public record AllocationId(String deployment, String environment) {
    public static AllocationId parse(String text) {
        int at = text.lastIndexOf('@');
        return at < 0 ? new AllocationId(text, "") : new AllocationId(text.substring(0, at), text.substring(at + 1));
    }

    /// Of its events.
    public String stream() {
        return "allocation:" + this;
    }

    @Override
    public String toString() {
        return deployment + "@" + environment;
    }
}
