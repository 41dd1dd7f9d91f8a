package org.fediversity.runtime;

/// Carries a refusal to the edge of the service, where it becomes a problem document.
public final class RefusedException extends RuntimeException {
    private final transient Decision.Refused refused;

    public RefusedException(Decision.Refused refused) {
        super(refused.why().name() + ": " + refused.detail());
        this.refused = refused;
    }

    public RefusedException(Refusal why, String detail) {
        this(new Decision.Refused(why, detail, java.util.List.of()));
    }

    public Decision.Refused refused() {
        return refused;
    }
}
