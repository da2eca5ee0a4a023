package io.github.memcachedspring.migration;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.lease.fleet.Races;
import io.github.memcachedspring.test.Full;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Instances in phases next to each other, with readers in both and writers in both.
 */
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
@Tag("fleet")
class PhasePairsTests {

	private static final int ROUNDS = Full.rounds(2_560, 128);

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private static MemcachedServer old;

	private static MemcachedServer fresh;

	private static App before;

	@BeforeAll
	static void start(MemcachedServer server) {
		old = server;
		fresh = MemcachedServer.start();
		before = App.in(MigrationPhase.NONE, old.node(), fresh.node()).start();
	}

	@AfterAll
	static void close() {
		before.close();
		fresh.close();
	}

	private static App app(MigrationPhase phase) {
		return App.in(phase, old.node(), fresh.node()).decorateOld(CopyRacesTests.SlowReads::new).start();
	}

	@ParameterizedTest
	@CsvSource({ "NONE, PREPARE", "PREPARE, READ_THROUGH", "READ_THROUGH, DONE" })
	void m12AndM21NeitherReadsWhatTheOtherReplaced(MigrationPhase phase, MigrationPhase next) {
		// A server of its own, for one instance that is done ends the migration.
		try (MemcachedServer target = MemcachedServer.start();
				App one = App.in(phase, old.node(), target.node()).decorateOld(CopyRacesTests.SlowReads::new).start();
				App other = App.in(next, old.node(), target.node())
					.decorateOld(CopyRacesTests.SlowReads::new)
					.start()) {
			for (Verb verb : Verb.values()) {
				Races.Result result = Races.run(new Contest(verb, one, other), ROUNDS);
				System.out.println("%s beside %s, %s: %s".formatted(phase, next, verb, result));
				assertThat(result.staleReads()).as("%s beside %s, %s: %s", phase, next, verb, result).isZero();
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "PUT", "EVICT" })
	void m12FindsStaleReadsInPhasesThatAreNotNextToEachOther(Verb verb) {
		try (App one = app(MigrationPhase.NONE); App other = app(MigrationPhase.READ_THROUGH)) {
			Races.Result result = Races.run(new Contest(verb, one, other), ROUNDS);
			System.out.println("NONE beside READ_THROUGH, %s: %s".formatted(verb, result));
			assertThat(result.staleReads()).as("%s", result).isGreaterThan(ROUNDS / 20);
		}
	}

	/** How a row is changed. */
	enum Verb {

		EVICT {
			@Override
			void change(App app, MemcachedCache cache, String key, long version) {
				cache.evict(key);
			}
		},

		PUT {
			@Override
			void change(App app, MemcachedCache cache, String key, long version) {
				cache.put(key, version);
			}
		},

		CLEAR {
			@Override
			void change(App app, MemcachedCache cache, String key, long version) {
				cache.clear();
			}
		},

		UPDATE {
			@Override
			void change(App app, MemcachedCache cache, String key, long version) {
				app.updates.on(cache).update(key, Long.class, (value) -> version).orThrow();
			}
		};

		abstract void change(App app, MemcachedCache cache, String key, long version);

	}

	/** Readers and writers in both instances; the entry is there from before. */
	private static final class Contest implements Races.Contest {

		private final String name = "pairs-" + NUMBER.incrementAndGet();

		private final Rows rows = new Rows();

		private final Verb verb;

		private final App[] apps;

		Contest(Verb verb, App... apps) {
			this.verb = verb;
			this.apps = apps;
		}

		@Override
		public void prepare(String key) {
			before.cache(cacheOf(key)).put(key, 1L);
			this.apps[key.hashCode() & 1].cache(cacheOf(key)).get(key);
		}

		/** A clear is to decide one race only. */
		private String cacheOf(String key) {
			return (this.verb == Verb.CLEAR) ? this.name + key.split("-")[1] : this.name;
		}

		@Override
		public long write(String key, SplittableRandom random) {
			App app = this.apps[random.nextInt(2)];
			long version = this.rows.write(key);
			this.verb.change(app, app.cache(cacheOf(key)), key, version);
			return version;
		}

		@Override
		public long read(String key, int reader) {
			return (reader == Races.LAST) ? Math.min(read(this.apps[0], key), read(this.apps[1], key))
					: read(this.apps[reader % 2], key);
		}

		private long read(App app, String key) {
			return app.cache(cacheOf(key)).get(key, () -> this.rows.load(key));
		}

	}

}
