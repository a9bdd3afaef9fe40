package dev.mooring.launch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The directory of a jar that is a part of a file. Zip's own words: local header, central directory, end record.
 *
 * @param from where the jar begins in the file
 * @param at where its central directory begins in the file
 * @param content the central directory
 */
record ZipDirectory(int from, int at, ByteBuffer content) {

    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_SIZE = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int HEADER_SIGNATURE = 0x02014b50;
    static final int HEADER_SIZE = 46;
    private static final int LOCAL_SIZE = 30;

    /** @throws IOException if it is no jar, or one of those above 2 GB, which are written in another way */
    static ZipDirectory read(RandomAccessFile file, long from, long to) throws IOException {
        if (to > Integer.MAX_VALUE) {
            throw new IOException("larger than 2 GB");
        }
        int tail = (int) Math.min(to - from, END_SIZE);
        ByteBuffer end = bytes(file, to - tail, tail);
        if (tail < END_SIZE || end.getInt(0) != END_SIGNATURE) { // there is a comment behind it
            tail = (int) Math.min(to - from, END_SIZE + LONGEST_COMMENT);
            end = bytes(file, to - tail, tail);
        }
        int record = tail - END_SIZE;
        while (record >= 0 && end.getInt(record) != END_SIGNATURE) {
            record--;
        }
        if (record < 0) {
            throw new IOException("no zip directory");
        }
        int size = end.getInt(record + 12);
        long at = to - tail + record - size;
        if (size < 0 || at < from || end.getInt(record + 16) != at - from) {
            throw new IOException("not a plain zip file");
        }
        return new ZipDirectory((int) from, (int) at, bytes(file, at, size));
    }

    /** Is told each entry's header, as a position in {@link #content}. */
    interface Visitor {
        void entry(int header) throws IOException;
    }

    void forEach(Visitor visitor) throws IOException {
        int next = 0;
        while (next + HEADER_SIZE <= content.limit()) {
            if (content.getInt(next) != HEADER_SIGNATURE) {
                throw new IOException("not a zip directory");
            }
            visitor.entry(next);
            next += HEADER_SIZE + nameLength(next) + content.getShort(next + 30) + content.getShort(next + 32);
        }
    }

    private int nameLength(int header) {
        return Short.toUnsignedInt(content.getShort(header + 28));
    }

    String name(int header) {
        return new String(content.array(), header + HEADER_SIZE, nameLength(header), StandardCharsets.UTF_8);
    }

    /** The entry's content, unpacked. */
    byte[] read(RandomAccessFile file, int header) throws IOException {
        int packed = content.getInt(header + 20);
        int size = content.getInt(header + 24);
        byte[] data = bytes(file, data(file, header), packed).array();
        if (content.getShort(header + 10) == 0) {
            return data;
        }
        Inflater inflater = new Inflater(true);
        try {
            byte[] unpacked = new byte[size];
            inflater.setInput(data);
            int done = 0;
            while (done < size) {
                int more = inflater.inflate(unpacked, done, size - done);
                if (more == 0) {
                    throw new IOException("broken entry " + name(header));
                }
                done += more;
            }
            return unpacked;
        } catch (DataFormatException e) {
            throw new IOException("broken entry " + name(header), e);
        } finally {
            inflater.end();
        }
    }

    /** Where the entry's content begins in the file. */
    private long data(RandomAccessFile file, int header) throws IOException {
        long local = from + Integer.toUnsignedLong(content.getInt(header + 42));
        ByteBuffer start = bytes(file, local, LOCAL_SIZE);
        return local + LOCAL_SIZE + Short.toUnsignedInt(start.getShort(26)) + Short.toUnsignedInt(start.getShort(28));
    }

    /** The directory of a jar that is an entry of this one. */
    ZipDirectory nested(RandomAccessFile file, int header) throws IOException {
        if (content.getShort(header + 10) != 0) {
            throw new IOException(name(header) + " is packed");
        }
        long start = data(file, header);
        return read(file, start, start + content.getInt(header + 20));
    }

    static boolean isMultiRelease(byte[] manifest) throws IOException {
        Attributes main = new Manifest(new ByteArrayInputStream(manifest)).getMainAttributes();
        return Boolean.parseBoolean(main.getValue(Attributes.Name.MULTI_RELEASE));
    }

    private static ByteBuffer bytes(RandomAccessFile file, long at, int length) throws IOException {
        byte[] read = new byte[length];
        synchronized (file) { // no channel: an interrupt would close it, and with it end all loading of classes
            file.seek(at);
            file.readFully(read);
        }
        return ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN);
    }
}
