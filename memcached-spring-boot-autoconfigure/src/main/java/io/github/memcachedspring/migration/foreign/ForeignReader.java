package io.github.memcachedspring.migration.foreign;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.transcoder.EntryHeader;
import io.github.memcachedspring.transcoder.Transcoder;
import io.github.memcachedspring.transcoder.TranscodingException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Turns items of another library into items of this one.
 */
final class ForeignReader {

	/** The generation that all of them carry; below all that a clear makes. */
	static final int GENERATION = 1;

	private static final Log logger = LogFactory.getLog(ForeignReader.class);

	private final ForeignValues values;

	private final Function<String, Transcoder> transcoders;

	private final AtomicBoolean warned = new AtomicBoolean();

	ForeignReader(ForeignValues values, Function<String, Transcoder> transcoders) {
		this.values = values;
		this.transcoders = transcoders;
	}

	/** Returns {@code null} for what cannot be understood. */
	@Nullable Item read(MemcachedKey key, Item item) {
		String cacheName = key.getSpace().getName();
		try {
			Object value = this.values.decode(item);
			byte[] entry = this.transcoders.apply(cacheName).encode(value, header(item));
			return new Item(entry, 0, item.token(), item.remainingSeconds(), false, false, false);
		}
		catch (TranscodingException ex) {
			warn(cacheName, ex);
			return null;
		}
	}

	private static EntryHeader header(Item item) {
		// None, if there is none or it is not known.
		long seconds = Math.max(item.remainingSeconds(), 0);
		return EntryHeader.of(GENERATION, System.currentTimeMillis(), seconds * 1000);
	}

	private void warn(String cacheName, TranscodingException reason) {
		if (this.warned.compareAndSet(false, true)) {
			logger.warn(
					"A value of cache '%s' on the old cluster cannot be taken over and counts as a miss, as will others without a further warning: %s"
						.formatted(cacheName, reason.getMessage()));
		}
	}

}
