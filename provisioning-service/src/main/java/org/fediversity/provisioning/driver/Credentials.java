package org.fediversity.provisioning.driver;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.fediversity.provisioning.domain.Offer;

/// Opens the secrets that an environment refers to.
public interface Credentials {
    /// What `{secret: name}` stands for: a secret of the set-up's configuration.
    Optional<Secret> configured(String name);

    /// What `{vault: reference}` stands for: a secret that came with the environment.
    Optional<Secret> sealed(String reference);

    /// Where the offer is served, with every secret opened.
    ///
    /// @throws Missing if one is not to be had
    default Endpoint endpoint(Offer offer) throws Missing {
        Map<String, Object> plain = new LinkedHashMap<>();
        Map<String, Secret> secrets = new LinkedHashMap<>();
        for (var field : offer.at().entrySet()) {
            if (field.getValue() instanceof Map<?, ?> reference) {
                secrets.put(field.getKey(), open(field.getKey(), reference));
            } else {
                plain.put(field.getKey(), field.getValue());
            }
        }
        return new Endpoint(plain, secrets);
    }

    private Secret open(String field, Map<?, ?> reference) throws Missing {
        Optional<Secret> opened = reference.get("secret") instanceof String name
                ? configured(name)
                : reference.get("vault") instanceof String sealed ? sealed(sealed) : Optional.empty();
        return opened.orElseThrow(() -> new Missing(field, String.valueOf(reference.get("secret"))));
    }

    /// A secret is not to be had.
    final class Missing extends Exception {
        private final String field;

        Missing(String field, String name) {
            super("the set-up has no secret '" + name + "'");
            this.field = field;
        }

        /// The field of the offer's `at` that refers to it.
        public String field() {
            return field;
        }
    }
}
