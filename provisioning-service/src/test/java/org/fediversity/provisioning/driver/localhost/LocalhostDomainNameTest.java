package org.fediversity.provisioning.driver.localhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.fediversity.provisioning.driver.Driver;
import org.fediversity.provisioning.driver.DriverContract;
import org.fediversity.provisioning.driver.Order;
import org.fediversity.provisioning.driver.Outcome;
import org.junit.jupiter.api.Test;

class LocalhostDomainNameTest extends DriverContract {
    @Override
    protected Driver driver() {
        return new LocalhostDomainName(8088);
    }

    @Override
    protected Map<String, Object> request() {
        return Map.of("label", "notes");
    }

    @Test
    void a_name_leads_to_the_edge() {
        assertThat(ready(driver().ensure(order(request()))).values())
                .isEqualTo(Map.of("fqdn", "notes.garden.localhost", "url", "http://notes.garden.localhost:8088"));
    }

    @Test
    void without_a_label_it_is_the_domain_itself_and_port_80_goes_without_saying() {
        assertThat(ready(new LocalhostDomainName(80).ensure(order(Map.of()))).values())
                .isEqualTo(Map.of("fqdn", "garden.localhost", "url", "http://garden.localhost"));
    }

    @Test
    void what_is_no_label_and_what_is_not_local_is_refused() {
        assertThat(driver().ensure(order(Map.of("label", "not/a label")))).isInstanceOf(Outcome.Refused.class);
        Order order = order(request());
        Order elsewhere = new Order(
                order.setup(),
                order.allocation(),
                "example.org",
                order.assignment(),
                order.endpoint(),
                order.memory(),
                Map.of());
        assertThat(driver().ensure(elsewhere)).isInstanceOf(Outcome.Refused.class);
    }
}
