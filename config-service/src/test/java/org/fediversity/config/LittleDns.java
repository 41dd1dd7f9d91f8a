package org.fediversity.config;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/// A name server of the tests: it has authority over every name and knows the TXT records that it is told.
public final class LittleDns implements QuarkusTestResourceLifecycleManager {
    private static final Map<String, List<String>> TEXTS = new ConcurrentHashMap<>();
    private static final Map<String, Integer> FAILING = new ConcurrentHashMap<>();

    private DatagramSocket socket;

    static void set(String name, String... texts) {
        TEXTS.put(name, List.of(texts));
    }

    static void remove(String name) {
        TEXTS.remove(name);
    }

    /// Answers questions for the name with an error code, or well again with [Rcode#NOERROR].
    static void fail(String name, int rcode) {
        FAILING.put(name, rcode);
    }

    @Override
    public Map<String, String> start() {
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
        return Map.of("fediversity.dns.server", "127.0.0.1:" + socket.getLocalPort());
    }

    private void serve() {
        byte[] buffer = new byte[4096];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] answer = answer(new Message(java.util.Arrays.copyOf(buffer, packet.getLength())))
                        .toWire();
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                // closed, or nonsense that nobody waits for
            }
        }
    }

    private static Message answer(Message question) {
        Record asked = question.getQuestion();
        Name name = asked.getName();
        String text = name.toString(true);
        Message answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.AA);
        answer.addRecord(asked, Section.QUESTION);
        List<String> texts = TEXTS.getOrDefault(text, List.of());
        answer.getHeader().setRcode(FAILING.getOrDefault(text, texts.isEmpty() ? Rcode.NXDOMAIN : Rcode.NOERROR));
        if (asked.getType() == Type.TXT && answer.getHeader().getRcode() == Rcode.NOERROR) {
            texts.forEach(one -> answer.addRecord(new TXTRecord(name, DClass.IN, 60, one), Section.ANSWER));
        }
        return answer;
    }

    @Override
    public void stop() {
        if (socket != null) {
            socket.close();
        }
    }
}
