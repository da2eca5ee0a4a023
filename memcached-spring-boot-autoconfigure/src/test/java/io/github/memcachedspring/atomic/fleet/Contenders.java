package io.github.memcachedspring.atomic.fleet;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.github.memcachedspring.client.MemcachedNode;

/**
 * Several JVMs that count at the same time.
 */
record Contenders(List<Contender> jvms) implements AutoCloseable {

	static Contenders start(int jvms, MemcachedNode node, Duration timeout) {
		Contenders contenders = new Contenders(
				Stream.generate(() -> Contender.start(node, timeout)).limit(jvms).toList());
		try {
			contenders.jvms.forEach(Contender::awaitReady);
			return contenders;
		}
		catch (Throwable ex) {
			contenders.close();
			throw ex;
		}
	}

	/** The first of them, which end with all. */
	Contenders first(int count) {
		return new Contenders(this.jvms.subList(0, count));
	}

	int threads() {
		return this.jvms.size() * Contender.THREADS;
	}

	/** Has each thread of all JVMs count so often. */
	Outcome count(Way way, String key, int times) {
		begin(way, key, times);
		return end();
	}

	void beginToCount(Way way, String key) {
		begin(way, key, 0);
	}

	Outcome stop() {
		this.jvms.forEach(Contender::stop);
		return end();
	}

	private void begin(Way way, String key, int times) {
		this.jvms.forEach((jvm) -> jvm.begin(way, key, times));
	}

	private Outcome end() {
		return new Outcome(this.jvms.stream().flatMap((jvm) -> jvm.end().stream()).toList());
	}

	@Override
	public void close() {
		this.jvms.forEach(Contender::close);
	}

}
