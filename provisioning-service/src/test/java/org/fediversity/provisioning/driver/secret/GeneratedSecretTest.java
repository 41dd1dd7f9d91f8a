package org.fediversity.provisioning.driver.secret;

import java.util.Map;
import org.fediversity.provisioning.driver.Driver;
import org.fediversity.provisioning.driver.SecretDriverContract;

class GeneratedSecretTest extends SecretDriverContract {
    @Override
    protected Driver driver() {
        return new GeneratedSecret();
    }

    @Override
    protected Map<String, Object> request() {
        return Map.of("kind", "random");
    }
}
