package io.github.memcachedspring.benchmarks.stampede;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.memcachedspring.cache.MemcachedCacheConfiguration;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.transcoder.Compression;
import io.github.memcachedspring.transcoder.JsonCodec;
import io.github.memcachedspring.transcoder.Transcoder;
import io.github.memcachedspring.transcoder.TrustedTypes;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;

/**
 * An instance of the application. Does what its input says and ends with it, so that it
 * does not outlive whoever started it.
 */
final class ChildMain {

	private static final String CACHE = "products";

	/** So long that a busy machine is not taken for a memcached that does not answer. */
	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final Report report = new Report();

	private final CountingOperations counting;

	private @Nullable Callers callers;

	private ChildMain(CountingOperations counting) {
		this.counting = counting;
	}

	public static void main(String[] arguments) {
		MemcachedNode node = new MemcachedNode(arguments[0], Integer.parseInt(arguments[1]));
		try (XMemcachedOperations operations = XMemcachedOperations
			.connect(XMemcachedSettings.of(List.of(node)).timeout(TIMEOUT));
				BufferedReader commands = new BufferedReader(
						new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
			ChildMain child = new ChildMain(new CountingOperations(operations));
			for (String line = commands.readLine(); line != null; line = commands.readLine()) {
				child.execute(line);
			}
		}
		catch (Exception ex) {
			ex.printStackTrace();
		}
		finally {
			Runtime.getRuntime().halt(0);
		}
	}

	private void execute(String line) throws Exception {
		if (line.startsWith(Round.COMMAND)) {
			prepare(Round.parse(line));
		}
		else if (this.callers != null) {
			Thread.sleep(Math.max(0, Long.parseLong(line) - System.currentTimeMillis()));
			this.callers.start();
		}
	}

	private void prepare(Round round) throws Exception {
		MemcachedCacheManager manager = manager(round);
		Callers prepared = new Callers(round, round.technique().on(cache(manager)), this.report);
		prepared.prepare();
		this.callers = prepared;
		long readsBefore = this.counting.reads();
		Thread thread = new Thread(() -> finish(round, prepared, readsBefore, manager), "finish");
		thread.setDaemon(true);
		thread.start();
		this.report.event(round, Event.Kind.READY);
	}

	private MemcachedCacheManager manager(Round round) {
		Transcoder transcoder = Transcoder.of(JsonCodec.create(TrustedTypes.jdkOnly(), null),
				new Compression(16 * 1024, 16 * 1024 * 1024));
		MemcachedCacheConfiguration configuration = MemcachedCacheConfiguration.of(transcoder)
			.timeToLive(round.timeToLive());
		return MemcachedCacheManager.builder(this.counting.asOperations(), round.technique().configure(configuration))
			.build();
	}

	/** Reads something, so that the cache's generation is known before the start. */
	private static Cache cache(MemcachedCacheManager manager) {
		Cache cache = manager.getCache(CACHE);
		if (cache == null) {
			throw new IllegalStateException("The manager did not create a cache");
		}
		cache.get("something else");
		return cache;
	}

	private void finish(Round round, Callers finishing, long readsBefore, MemcachedCacheManager manager) {
		try {
			finishing.await().forEach((call) -> this.report.write(round, Event.Kind.CALL, call.start(), call.end()));
			this.report.event(round, Event.Kind.DONE, this.counting.reads() - readsBefore);
			manager.destroy();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
