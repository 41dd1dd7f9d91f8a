package org.fediversity.config;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/// A name server on a port of this machine that knows the TXT and NS records that it is told, and of no other name.
public final class LittleDns implements AutoCloseable {
    private final Map<String, List<String>> texts = new ConcurrentHashMap<>();
    private final Map<String, String> servers = new ConcurrentHashMap<>();
    private final Map<String, Integer> failing = new ConcurrentHashMap<>();
    private final DatagramSocket socket;
    private volatile boolean authoritative = true;

    public LittleDns() throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(this::serve);
    }

    public int port() {
        return socket.getLocalPort();
    }

    public void set(String name, String... values) {
        texts.put(name, List.of(values));
    }

    public void remove(String name) {
        texts.remove(name);
    }

    /// Says which host has authority over a zone.
    public void delegate(String zone, String host) {
        servers.put(zone, host);
    }

    /// Answers as one that has no authority: whoever refers to others, for example.
    public void loseAuthority() {
        authoritative = false;
    }

    /// Answers questions for the name with an error code, or well again with [Rcode#NOERROR].
    public void fail(String name, int rcode) {
        failing.put(name, rcode);
    }

    private void serve() {
        byte[] buffer = new byte[4096];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] answer = answer(new Message(Arrays.copyOf(buffer, packet.getLength())))
                        .toWire();
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                // closed, or nonsense that nobody waits for
            }
        }
    }

    private Message answer(Message question) throws IOException {
        Record asked = question.getQuestion();
        Name name = asked.getName();
        String text = name.toString(true);
        Message answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        if (authoritative) {
            answer.getHeader().setFlag(Flags.AA);
        }
        answer.addRecord(asked, Section.QUESTION);
        boolean known = texts.containsKey(text) || servers.containsKey(text);
        answer.getHeader().setRcode(failing.getOrDefault(text, known ? Rcode.NOERROR : Rcode.NXDOMAIN));
        if (answer.getHeader().getRcode() == Rcode.NOERROR) {
            if (asked.getType() == Type.TXT) {
                texts.getOrDefault(text, List.of())
                        .forEach(one -> answer.addRecord(new TXTRecord(name, DClass.IN, 60, one), Section.ANSWER));
            } else if (asked.getType() == Type.NS && servers.containsKey(text)) {
                Name host = Name.fromString(servers.get(text), Name.root);
                answer.addRecord(new NSRecord(name, DClass.IN, 60, host), Section.ANSWER);
            }
        }
        return answer;
    }

    @Override
    public void close() {
        socket.close();
    }
}
