package org.fediversity.config.policy;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.fediversity.config.domain.DomainCommand.ExpireClaim;
import org.fediversity.config.domain.DomainCommand.RecordVerification;
import org.fediversity.config.domain.DomainName;
import org.fediversity.config.domain.DomainRules;
import org.fediversity.config.domain.TxtRecords;
import org.fediversity.config.view.Domains;
import org.fediversity.runtime.Commands;
import org.jboss.logging.Logger;

/// From time to time, claims that nobody proved are given up, and proven domains have to show their TXT record again.
/// Name servers that do not answer prove nothing: the domain is looked at again later.
@ApplicationScoped
public class KeepDomainsProven {
    private static final Logger LOG = Logger.getLogger(KeepDomainsProven.class);
    private static final int AT_ONCE = 100;
    private static final int MINUTES = 10;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("domains-", 0).factory());
    private final Domains domains;
    private final TxtRecords txt;
    private final Commands commands;
    private final DomainRules rules;

    KeepDomainsProven(Domains domains, TxtRecords txt, Commands commands, DomainRules rules) {
        this.domains = domains;
        this.txt = txt;
        this.commands = commands;
        this.rules = rules;
    }

    void start(@Observes StartupEvent event) {
        clock.scheduleWithFixedDelay(
                () -> {
                    try {
                        look(Instant.now());
                    } catch (RuntimeException e) {
                        LOG.warnf("domains were not looked at now, again in %d minutes: %s", MINUTES, e.getMessage());
                    }
                },
                1,
                MINUTES,
                TimeUnit.MINUTES);
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
    }

    /// Looks at those claims and domains whose time has come, a hundred of each at most.
    public void look(Instant now) {
        domains.unprovenSince(now.minus(rules.proveWithin()), AT_ONCE)
                .forEach(claim -> commands.send(new ExpireClaim(claim.name(), claim.operator(), claim.challenge())));
        domains.uncheckedSince(now.minus(rules.lookAgainAfter()), AT_ONCE).forEach(domain -> {
            switch (txt.at(new DomainName(domain.name()).challengeName())) {
                case TxtRecords.Answer.Found(var texts) ->
                    commands.send(new RecordVerification(
                            domain.name(),
                            domain.operator(),
                            texts.contains(domain.challenge()),
                            "",
                            now,
                            rules.grace()));
                case TxtRecords.Answer.Unreachable(var why) ->
                    LOG.infof("%s was not looked at: %s", domain.name(), why);
            }
            domains.checked(domain.name(), now);
        });
    }
}
