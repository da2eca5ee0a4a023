package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.memcachedspring.transcoder.Compression;
import io.github.memcachedspring.transcoder.JsonCodec;
import io.github.memcachedspring.transcoder.ObjectCodec;
import io.github.memcachedspring.transcoder.Transcoder;

/**
 * A way to encode values and a way to come by a cache; the contract holds for all.
 */
record CacheVariant(Encoding encoding, Access access) {

	static List<CacheVariant> all() {
		return Stream.of(Encoding.values())
			.flatMap((encoding) -> Stream.of(Access.values()).map((access) -> new CacheVariant(encoding, access)))
			.toList();
	}

	enum Encoding {

		JSON(TestCaches.JSON),

		JDK(Transcoder.of(ObjectCodec.jdk(TestCaches.TRUSTED, null), Compression.none())),

		COMPRESSED_JSON(Transcoder.of(JsonCodec.create(TestCaches.TRUSTED, null),
				new Compression(1, Compression.DEFAULT_MAX_INFLATED_SIZE)));

		final Transcoder transcoder;

		Encoding(Transcoder transcoder) {
			this.transcoder = transcoder;
		}

	}

	enum Access {

		/** The cache itself, without regard to transactions. */
		PLAIN {
			@Override
			MemcachedCacheConfiguration configure(MemcachedCacheConfiguration configuration) {
				return configuration.transactionAware(false);
			}
		},

		/** A new view for each call, as Spring has one for each invocation. */
		VIEW {
			@Override
			MemcachedCache open(MemcachedCache cache) {
				return cache.forInvocation(Duration.ofMinutes(5));
			}
		},

		/** Reads and loads in a transaction, writes outside. */
		TRANSACTION {
			@Override
			<T> T read(Supplier<T> read) {
				return TestTransactions.writing().execute((status) -> read.get());
			}

			@Override
			<T> T load(Supplier<T> load) {
				return TestTransactions.readOnly().execute((status) -> load.get());
			}
		};

		MemcachedCacheConfiguration configure(MemcachedCacheConfiguration configuration) {
			return configuration;
		}

		MemcachedCache open(MemcachedCache cache) {
			return cache;
		}

		<T> T read(Supplier<T> read) {
			return read.get();
		}

		<T> T load(Supplier<T> load) {
			return load.get();
		}

	}

}
