package org.fediversity.config.driver.dns;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fediversity.config.domain.TxtRecords;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Finds the zone's name servers through the machine's resolver, then asks them, so that no cache tells yesterday's
/// news. Where `fediversity.dns.server` (`host:port`) is set, that server is asked instead.
@ApplicationScoped
class AuthoritativeTxtRecords implements TxtRecords {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int PORT = 53;

    private final Optional<String> only;
    private final Optional<Resolver> resolver;
    private final int port;

    @Inject
    AuthoritativeTxtRecords(@ConfigProperty(name = "fediversity.dns.server") Optional<String> only) {
        this(only, Optional.empty(), PORT);
    }

    /// @param resolver finds name servers; the machine's own if empty
    /// @param port     at which name servers listen
    AuthoritativeTxtRecords(Optional<String> only, Optional<Resolver> resolver, int port) {
        this.only = only;
        this.resolver = resolver;
        this.port = port;
    }

    @Override
    public Answer at(String text) {
        try {
            Name name = Name.fromString(text, Name.root);
            List<InetSocketAddress> servers = only.isPresent() ? List.of(address(only.get())) : serversOf(name);
            if (servers.isEmpty()) {
                return new Answer.Unreachable("No name server answers for " + text + ".");
            }
            for (InetSocketAddress server : servers) {
                Optional<List<String>> texts = ask(server, name, only.isEmpty());
                if (texts.isPresent()) {
                    return new Answer.Found(texts.get());
                }
            }
            return new Answer.Unreachable("The name servers of " + text + " do not answer.");
        } catch (TextParseException e) {
            return new Answer.Found(List.of());
        }
    }

    private static InetSocketAddress address(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        return colon < 0
                ? new InetSocketAddress(hostAndPort, PORT)
                : new InetSocketAddress(
                        hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
    }

    private List<InetSocketAddress> serversOf(Name name) {
        List<InetSocketAddress> servers = new ArrayList<>();
        for (Name zone = name; zone.labels() > 1 && servers.isEmpty(); zone = new Name(zone, 1)) {
            Lookup lookup = new Lookup(zone, Type.NS);
            lookup.setCache(null);
            resolver.ifPresent(lookup::setResolver);
            Record[] records = lookup.run();
            for (Record record : records == null ? new Record[0] : records) {
                try {
                    String host = ((NSRecord) record).getTarget().toString(true);
                    servers.add(new InetSocketAddress(InetAddress.getByName(host), port));
                } catch (UnknownHostException e) {
                    // a zone has several: the others are asked
                }
            }
        }
        return servers;
    }

    /// @param authority whether the server must have authority over the name: who has none - the parent's, while those
    /// of
    ///                  the zone are away - says nothing of it, even by an answer that holds nothing
    private static Optional<List<String>> ask(InetSocketAddress server, Name name, boolean authority) {
        try {
            var resolver = new SimpleResolver(server);
            resolver.setTimeout(PATIENCE);
            Message answer = resolver.send(Message.newQuery(Record.newRecord(name, Type.TXT, DClass.IN)));
            boolean said = answer.getRcode() == Rcode.NOERROR || answer.getRcode() == Rcode.NXDOMAIN;
            if (!said || authority && !answer.getHeader().getFlag(Flags.AA)) {
                return Optional.empty();
            }
            return Optional.of(answer.getSection(Section.ANSWER).stream()
                    .filter(TXTRecord.class::isInstance)
                    .map(record -> String.join("", ((TXTRecord) record).getStrings()))
                    .toList());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
