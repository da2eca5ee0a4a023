package io.github.memcachedspring.faults;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.memcachedspring.atomic.AtomicResult.Applied;
import io.github.memcachedspring.atomic.AtomicUpdateTemplate;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.transcoder.Compression;
import io.github.memcachedspring.transcoder.ObjectCodec;
import io.github.memcachedspring.transcoder.Transcoder;
import io.github.memcachedspring.transcoder.TrustedTypes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a server that restarts under load: it is empty then, and counts its tokens
 * from 1 again.
 */
@Tag("fault")
class RestartTests {

	private static final List<String> KEYS = List.of("a", "b");

	/** What each value was made of, if it was ever stored. */
	private final Map<String, String> before = new ConcurrentHashMap<>();

	private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

	private final AtomicLong ids = new AtomicLong();

	private final AtomicInteger unknown = new AtomicInteger();

	private volatile boolean over;

	@Test
	void fault05NoUpdateIsLostWhenAServerRestartsUnderLoad() throws InterruptedException {
		int rounds = Extent.of(50, 5);
		int lost = 0;
		try (MemcachedServer server = MemcachedServer.start(); App app = App.on(server.port())) {
			Transcoder transcoder = Transcoder.of(ObjectCodec.jdk(TrustedTypes.jdkOnly(), null), Compression.none());
			AtomicUpdateTemplate updates = AtomicUpdateTemplate.builder(app.status(), transcoder).build();
			for (int i = 0; i < rounds; i++) {
				lost += lostUpdates(server, updates);
			}
			updates.destroy();
			app.awaitHit("after");
		}
		System.out.printf("fault 5: %d restarts, %d updates, %d outcomes unknown, %d lost%n", rounds, this.ids.get(),
				this.unknown.get(), lost);
		assertThat(lost).isZero();
	}

	@Test
	void fault05AKeyIsLoadedOnceAfterARestart() throws InterruptedException {
		try (MemcachedServer server = MemcachedServer.start(); App app = App.on(server.port(), App.PATIENT)) {
			AtomicInteger loads = new AtomicInteger();
			app.shop().sync("k", loads);
			server.restart();
			app.awaitHit("back");
			loads.set(0);
			List<Thread> callers = List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
				.stream()
				.map((i) -> new Thread(() -> app.shop().sync("k", loads)))
				.toList();
			callers.forEach(Thread::start);
			for (Thread caller : callers) {
				caller.join(30_000);
			}
			assertThat(loads).hasValue(1);
		}
	}

	/** Restarts the server in the middle, and counts what came after that and is gone. */
	private int lostUpdates(MemcachedServer server, AtomicUpdateTemplate updates) throws InterruptedException {
		this.over = false;
		List<Thread> threads = List.of(0, 1, 2, 3).stream().map((i) -> new Thread(() -> run(updates))).toList();
		threads.forEach(Thread::start);
		awaitUpdates(50);
		server.restart();
		long restarted = this.ids.get();
		awaitUpdates(50);
		this.over = true;
		for (Thread thread : threads) {
			thread.join(30_000);
		}
		Set<String> kept = new HashSet<>();
		KEYS.forEach((key) -> {
			for (String id = updates.get(key, String.class); id != null; id = this.before.get(id)) {
				kept.add(id);
			}
		});
		List<String> lost = this.acknowledged.stream()
			.filter((id) -> Long.parseLong(id) > restarted && !kept.contains(id))
			.toList();
		this.acknowledged.clear();
		return lost.size();
	}

	private void awaitUpdates(int count) {
		int expected = this.acknowledged.size() + count;
		App.waitUntil(() -> this.acknowledged.size() >= expected);
	}

	private void run(AtomicUpdateTemplate updates) {
		for (int i = 0; !this.over; i++) {
			try {
				if (updates.update(KEYS.get(i % KEYS.size()), String.class,
						this::next) instanceof Applied<String> applied && applied.after() != null) {
					this.acknowledged.add(applied.after());
				}
				else {
					this.unknown.incrementAndGet();
				}
			}
			catch (MemcachedException ex) {
				Thread.yield();
			}
		}
	}

	private String next(String value) {
		String id = Long.toString(this.ids.incrementAndGet());
		if (value != null) {
			this.before.put(id, value);
		}
		return id;
	}

}
