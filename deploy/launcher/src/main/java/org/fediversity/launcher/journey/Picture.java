package org.fediversity.launcher.journey;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/// A small picture of a sunset over water, made on the spot (PNG, W3C specification second edition).
public final class Picture {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 200;
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private Picture() {}

    public static byte[] sunset() {
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            png.writeBytes(SIGNATURE);
            ByteArrayOutputStream header = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(header);
            out.writeInt(WIDTH);
            out.writeInt(HEIGHT);
            out.write(new byte[] {8, 2, 0, 0, 0});
            chunk(png, "IHDR", header.toByteArray());
            chunk(png, "IDAT", pixels());
            chunk(png, "IEND", new byte[0]);
            return png.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] pixels() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream rows = new DeflaterOutputStream(packed)) {
            for (int y = 0; y < HEIGHT; y++) {
                rows.write(0);
                for (int x = 0; x < WIDTH; x++) {
                    rows.write(colour(x, y));
                }
            }
        }
        return packed.toByteArray();
    }

    private static byte[] colour(int x, int y) {
        int horizon = HEIGHT * 3 / 5;
        double dx = x - WIDTH / 2.0;
        double dy = y - horizon + 18;
        boolean sun = y < horizon && dx * dx + dy * dy < 38 * 38;
        if (sun) {
            return new byte[] {(byte) 255, (byte) 226, (byte) 130};
        }
        if (y < horizon) {
            double depth = (double) y / horizon;
            return rgb(60 + 190 * depth, 40 + 90 * depth, 110 - 30 * depth);
        }
        double ripple = 14 * Math.sin(y * 0.9 + x * 0.04);
        double glow = Math.max(0, 90 - Math.abs(dx) * 1.4) + ripple;
        double depth = (double) (y - horizon) / (HEIGHT - horizon);
        return rgb(90 - 60 * depth + glow, 60 - 30 * depth + glow * 0.7, 120 - 40 * depth);
    }

    private static byte[] rgb(double red, double green, double blue) {
        return new byte[] {level(red), level(green), level(blue)};
    }

    private static byte level(double value) {
        return (byte) Math.clamp(Math.round(value), 0, 255);
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] content) throws IOException {
        DataOutputStream out = new DataOutputStream(png);
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(content);
        out.writeInt(content.length);
        out.write(name);
        out.write(content);
        out.writeInt((int) crc.getValue());
    }
}
