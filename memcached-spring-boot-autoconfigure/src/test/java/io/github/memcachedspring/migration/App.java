package io.github.memcachedspring.migration;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.memcachedspring.atomic.AtomicUpdateTemplate;
import io.github.memcachedspring.atomic.MemcachedCounters;
import io.github.memcachedspring.atomic.RetryPolicy;
import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.cache.MemcachedCacheConfiguration;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.guard.GuardSettings;
import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.transcoder.Compression;
import io.github.memcachedspring.transcoder.JsonCodec;
import io.github.memcachedspring.transcoder.Transcoder;
import io.github.memcachedspring.transcoder.TrustedTypes;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;

/**
 * One instance of an application in some phase, with connections of its own. In phase
 * {@link MigrationPhase#NONE} it knows the old cluster only.
 */
final class App implements AutoCloseable {

	/** Long, for the machine may be busy with other things. */
	static final Duration PATIENCE = Duration.ofSeconds(5);

	static final Transcoder TRANSCODER = Transcoder.of(JsonCodec.create(TrustedTypes.jdkOnly(), null),
			Compression.none());

	/** So that nobody learns of a clear too late. */
	static final MigrationSettings SETTINGS = settings(false);

	static {
		// At the default level the driver describes every write.
		for (String name : List.of("com.google.code.yanf4j", "net.rubyeye.xmemcached", "remoting")) {
			((Logger) LoggerFactory.getLogger(name)).setLevel(Level.ERROR);
		}
		((Logger) LoggerFactory.getLogger("io.github.memcachedspring")).setLevel(Level.INFO);
	}

	final MigrationController controller;

	final MemcachedOperations operations;

	final MemcachedOperations oldCluster;

	final MemcachedOperations newCluster;

	final BulkCopy bulkCopy;

	final XMemcachedSettings oldSettings;

	final MemcachedCounters counters;

	final AtomicUpdateTemplate updates;

	private final Deque<AutoCloseable> closeables = new ArrayDeque<>();

	private final MemcachedCacheManager manager;

	private App(Builder builder) {
		this.oldCluster = builder.oldDecorator
			.apply(connect(builder.oldConnections().classicCommands(builder.classicOld)));
		this.newCluster = builder.newDecorator.apply(connect(builder.newConnections()));
		this.controller = new MigrationController(builder.phase, builder.settings);
		MigratingOperations migrating = new MigratingOperations(this.newCluster, this.oldCluster,
				OldEntryReader.ownFormat(builder.oldPrefix), this.controller);
		this.closeables.push(migrating);
		this.oldSettings = builder.oldConnections();
		this.bulkCopy = new BulkCopy(migrating, builder.newConnections(), this.oldSettings, "", builder.oldPrefix);
		this.operations = builder.decorator.apply((builder.phase == MigrationPhase.NONE) ? this.oldCluster : migrating);
		this.manager = MemcachedCacheManager.builder(this.operations, builder.configuration).build();
		this.closeables.push(this.manager::destroy);
		this.counters = MemcachedCounters.builder(this.operations).build();
		this.closeables.push(this.counters::destroy);
		this.updates = AtomicUpdateTemplate.builder(this.operations, TRANSCODER)
			.caches(this::cache)
			.retry(RetryPolicy.defaults().maxAttempts(10_000).maxTime(Duration.ofSeconds(30)))
			.build();
		this.closeables.push(this.updates::destroy);
	}

	private GuardedOperations connect(XMemcachedSettings settings) {
		XMemcachedOperations engine = XMemcachedOperations.connect(settings);
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> engine.nodes().stream().allMatch(engine::isConnected));
		GuardedOperations guarded = new GuardedOperations(engine, engine::close, GuardSettings.DEFAULTS);
		engine.addListener(guarded);
		this.closeables.push(guarded);
		return guarded;
	}

	static MigrationSettings settings(boolean dryRun) {
		return settings(dryRun, Duration.ZERO);
	}

	static MigrationSettings settings(boolean dryRun, Duration clearPropagation) {
		return new MigrationSettings(dryRun, null, Duration.ofSeconds(60), Duration.ofHours(1), clearPropagation, 0.001,
				Duration.ofHours(1), (key) -> null);
	}

	static MemcachedCacheConfiguration configuration() {
		return MemcachedCacheConfiguration.of(TRANSCODER).jitter(0).clearPropagation(Duration.ZERO);
	}

	static Builder in(MigrationPhase phase, MemcachedNode old, MemcachedNode fresh) {
		return new Builder(phase, old, fresh);
	}

	MemcachedCache cache(String name) {
		return (MemcachedCache) this.manager.getCache(name);
	}

	MigrationProgress progress() {
		return this.controller.getProgress();
	}

	@Override
	public void close() {
		while (!this.closeables.isEmpty()) {
			try {
				this.closeables.pop().close();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	/** Starts an instance that is like most others. */
	static final class Builder {

		private final MigrationPhase phase;

		private final MemcachedNode old;

		private final MemcachedNode fresh;

		private MigrationSettings settings = SETTINGS;

		private String oldPrefix = "";

		private Duration oldTimeout = PATIENCE;

		private Duration newTimeout = PATIENCE;

		private boolean classicOld;

		private MemcachedCacheConfiguration configuration = App.configuration();

		private UnaryOperator<MemcachedOperations> oldDecorator = UnaryOperator.identity();

		private UnaryOperator<MemcachedOperations> newDecorator = UnaryOperator.identity();

		private UnaryOperator<MemcachedOperations> decorator = UnaryOperator.identity();

		private Builder(MigrationPhase phase, MemcachedNode old, MemcachedNode fresh) {
			this.phase = phase;
			this.old = old;
			this.fresh = fresh;
		}

		Builder settings(MigrationSettings settings) {
			this.settings = settings;
			return this;
		}

		Builder oldPrefix(String oldPrefix) {
			this.oldPrefix = oldPrefix;
			return this;
		}

		Builder oldTimeout(Duration oldTimeout) {
			this.oldTimeout = oldTimeout;
			return this;
		}

		Builder classicOld() {
			this.classicOld = true;
			return this;
		}

		Builder newTimeout(Duration newTimeout) {
			this.newTimeout = newTimeout;
			return this;
		}

		Builder configuration(UnaryOperator<MemcachedCacheConfiguration> change) {
			this.configuration = change.apply(this.configuration);
			return this;
		}

		Builder decorateOld(UnaryOperator<MemcachedOperations> decorator) {
			this.oldDecorator = decorator;
			return this;
		}

		Builder decorateNew(UnaryOperator<MemcachedOperations> decorator) {
			this.newDecorator = decorator;
			return this;
		}

		Builder decorate(UnaryOperator<MemcachedOperations> decorator) {
			this.decorator = decorator;
			return this;
		}

		private XMemcachedSettings oldConnections() {
			return XMemcachedSettings.of(List.of(this.old)).timeout(this.oldTimeout);
		}

		private XMemcachedSettings newConnections() {
			return XMemcachedSettings.of(List.of(this.fresh)).timeout(this.newTimeout);
		}

		App start() {
			return new App(this);
		}

	}

}
