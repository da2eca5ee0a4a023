package io.github.memcachedspring.migration;

import io.github.memcachedspring.atomic.CountResult;
import io.github.memcachedspring.cache.MemcachedCache;

/**
 * One of two instances side by side, in this JVM or in one of its own.
 */
interface Neighbour extends AutoCloseable {

	/** Reads what is there without loading anything. */
	void look(String cache, String key);

	/** Returns the version of a row as callers get it. */
	long read(String cache, String key);

	/** Makes the cache follow a change of the row. */
	void change(Change change, String cache, String key, long version);

	/** Adds one to a counter, a value and an entry, all of that name, again and again. */
	void count(String name, int times);

	@Override
	void close();

	/**
	 * One in this JVM.
	 *
	 * @param app races, and may be slow in places where that shows something
	 * @param counting counts
	 * @param source where values come from
	 */
	record Local(App app, App counting, Source source) implements Neighbour {

		static Local racing(App app, Source source) {
			return new Local(app, app, source);
		}

		@Override
		public void look(String cache, String key) {
			this.app.cache(cache).get(key);
		}

		@Override
		public long read(String cache, String key) {
			return this.app.cache(cache).get(key, () -> this.source.load(key));
		}

		@Override
		public void change(Change change, String cache, String key, long version) {
			change.make(this.app, this.app.cache(cache), key, version);
		}

		@Override
		public void count(String name, int times) {
			MemcachedCache cache = this.counting.cache(name);
			for (int i = 0; i < times; i++) {
				if (!(this.counting.counters.increment(name) instanceof CountResult.Counted)) {
					throw new AssertionError("Not counted: " + name);
				}
				this.counting.updates.update(name, Long.class, Local::next).orThrow();
				this.counting.updates.on(cache).update(name, Long.class, Local::next).orThrow();
			}
		}

		private static Long next(Long value) {
			return (value != null) ? value + 1 : 1;
		}

		@Override
		public void close() {
			this.app.close();
			this.counting.close();
		}

	}

}
