package io.github.memcachedspring.transcoder;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.memcachedspring.test.Allocation;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What fuzz tests of entries have in common.
 */
final class Fuzzing {

	static final int MOST_INFLATED = 64 * 1024;

	static final Compression COMPRESSION = new Compression(1024, MOST_INFLATED);

	private Fuzzing() {
	}

	/** Decodes a payload in an entry whose frame is right. */
	static void decode(Transcoder transcoder, int codecId, boolean compressed, byte[] payload, long mostBytes) {
		byte[] item = Envelope.wrap(EntryHeader.of(1, 2, 3), codecId, compressed, payload);
		assertThat(Allocation.least(mostBytes, () -> decode(transcoder, item))).as("bytes allocated")
			.isLessThan(mostBytes);
	}

	/** Fails for anything but a value and a transcoding exception. */
	static @Nullable Object decode(Transcoder transcoder, byte[] item) {
		try {
			return transcoder.decode(transcoder.read(item));
		}
		catch (TranscodingException ex) {
			return null;
		}
	}

	/** Fails if it is asked for a class that is not trusted. */
	static final class WatchingLoader extends ClassLoader {

		private final Set<String> untrusted = ConcurrentHashMap.newKeySet();

		WatchingLoader() {
			super(WatchingLoader.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (!Codecs.TRUSTED.admitsInStream(name) && !JdkTypes.COMPONENTS.contains(name)) {
				this.untrusted.add(name);
			}
			return super.loadClass(name, resolve);
		}

		void check() {
			assertThat(this.untrusted).as("classes looked up").isEmpty();
			assertThat(System.getProperty(GadgetOne.READ)).as("gadget").isNull();
			assertThat(System.getProperty("memcached.test.gadget.initialised")).as("gadget").isNull();
		}

	}

}
