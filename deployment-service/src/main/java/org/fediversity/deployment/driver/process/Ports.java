package org.fediversity.deployment.driver.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;

/// Free ports of a range.
///
/// @param first lowest
/// @param last  highest
record Ports(int first, int last) {
    /// A port that nobody listens on and nobody was promised. Where the search begins depends on the seed, so that two
    /// set-ups on one machine seldom want the same.
    int free(Set<Integer> promised, int seed) {
        int size = last - first + 1;
        int start = Math.floorMod(seed, size);
        for (int i = 0; i < size; i++) {
            int port = first + (start + i) % size;
            if (!promised.contains(port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port from " + first + " to " + last);
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
