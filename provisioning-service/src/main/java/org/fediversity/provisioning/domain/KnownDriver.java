package org.fediversity.provisioning.domain;

import java.util.Map;
import org.fediversity.expressions.Kind;

/// A driver as environments may name it.
///
/// @param type      resource type that it serves
/// @param additions what a policy may add for it, and of what kind that is
public record KnownDriver(String type, String name, Map<String, Kind> additions) {
    public KnownDriver {
        additions = Plain.map(additions);
    }

    boolean serves(Offer offer) {
        return type.equals(offer.type()) && name.equals(offer.driver());
    }
}
