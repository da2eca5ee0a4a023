package io.github.memcachedspring.migration.foreign;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

import io.github.memcachedspring.transcoder.TranscodingException;

/**
 * Inflates values up to a limit. They do not say how long they are.
 */
final class Inflation {

	private static final int GZIP_MAGIC = 0x1F;

	private Inflation() {
	}

	static byte[] inflate(byte[] bytes, int limit) {
		try (InputStream stream = open(bytes)) {
			byte[] inflated = stream.readNBytes(limit);
			if (stream.read() >= 0) {
				throw new TranscodingException(
						"The value inflates to more than the %d bytes that are permitted".formatted(limit));
			}
			return inflated;
		}
		catch (IOException ex) {
			throw new TranscodingException("The compressed value is damaged", ex);
		}
	}

	/** By default these clients use GZIP; xmemcached can be set to ZLIB. */
	private static InputStream open(byte[] bytes) throws IOException {
		InputStream source = new ByteArrayInputStream(bytes);
		boolean gzip = bytes.length > 0 && bytes[0] == GZIP_MAGIC;
		return gzip ? new GZIPInputStream(source) : new InflaterInputStream(source);
	}

}
