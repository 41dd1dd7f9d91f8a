package org.fediversity.provisioning.driver.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.fediversity.provisioning.driver.Driver;
import org.fediversity.provisioning.driver.DriverContract;
import org.junit.jupiter.api.Test;

class ProcessMachineTest extends DriverContract {
    @Override
    protected Driver driver() {
        return new ProcessMachine();
    }

    @Test
    void it_is_this_one() {
        assertThat(ready(driver().ensure(order(Map.of("cpu", 1)))).values())
                .isEqualTo(Map.of("host", "localhost", "address", "127.0.0.1"));
    }
}
