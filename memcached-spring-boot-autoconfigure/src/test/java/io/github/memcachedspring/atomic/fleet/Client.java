package io.github.memcachedspring.atomic.fleet;

import java.time.Duration;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.memcachedspring.atomic.AtomicUpdateTemplate;
import io.github.memcachedspring.atomic.MemcachedCounters;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.transcoder.Compression;
import io.github.memcachedspring.transcoder.ObjectCodec;
import io.github.memcachedspring.transcoder.Transcoder;
import io.github.memcachedspring.transcoder.TrustedTypes;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;

/**
 * Updates and counters with a connection of their own.
 */
record Client(XMemcachedOperations operations, AtomicUpdateTemplate updates,
		MemcachedCounters counters) implements AutoCloseable {

	/** So long that a busy machine does not look like a fault. */
	static final Duration PATIENT = Duration.ofSeconds(10);

	static {
		// At the default level the driver describes every write.
		for (String name : List.of("com.google.code.yanf4j", "net.rubyeye.xmemcached", "remoting")) {
			((Logger) LoggerFactory.getLogger(name)).setLevel(Level.OFF);
		}
		((Logger) LoggerFactory.getLogger("io.github.memcachedspring")).setLevel(Level.INFO);
	}

	static Client connect(MemcachedNode node, Duration timeout) {
		XMemcachedOperations operations = XMemcachedOperations
			.connect(XMemcachedSettings.of(List.of(node)).timeout(timeout));
		Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> operations.isConnected(node));
		Transcoder transcoder = Transcoder.of(ObjectCodec.jdk(TrustedTypes.jdkOnly(), null), Compression.none());
		return new Client(operations, AtomicUpdateTemplate.builder(operations, transcoder).build(),
				MemcachedCounters.builder(operations).build());
	}

	@Override
	public void close() {
		this.updates.destroy();
		this.counters.destroy();
		this.operations.close();
	}

}
