package org.fediversity.provisioning.driver.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.fediversity.provisioning.driver.Driver;
import org.fediversity.provisioning.driver.DriverContract;
import org.fediversity.provisioning.driver.Outcome;
import org.junit.jupiter.api.Test;

class ProcessLoginShellTest extends DriverContract {
    @Override
    protected Driver driver() {
        return new ProcessLoginShell();
    }

    @Test
    void it_is_the_user_that_was_asked_for() {
        assertThat(ready(driver().ensure(order(Map.of("user", "gardener")))).values())
                .isEqualTo(Map.of("host", "localhost", "user", "gardener"));
        assertThat(driver().ensure(order(Map.of("user", "; rm")))).isInstanceOf(Outcome.Refused.class);
    }
}
