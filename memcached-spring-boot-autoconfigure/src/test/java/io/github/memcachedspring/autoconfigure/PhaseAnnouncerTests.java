package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.migration.MigrationController;
import io.github.memcachedspring.migration.MigrationPhase;
import io.github.memcachedspring.migration.MigrationSettings;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what instances of an application learn of each other's phases.
 */
@ExtendWith({ MemcachedServerExtension.class, OutputCaptureExtension.class })
class PhaseAnnouncerTests {

	private static final Duration INTERVAL = Duration.ofMillis(20);

	private final MemcachedServer server;

	private final XMemcachedOperations operations;

	PhaseAnnouncerTests(MemcachedServer server) {
		this.server = server;
		this.operations = XMemcachedOperations
			.connect(XMemcachedSettings.of(List.of(server.node())).timeout(Duration.ofSeconds(5)));
		Awaitility.await().pollDelay(Duration.ZERO).until(() -> this.operations.isConnected(server.node()));
	}

	@AfterEach
	void close() {
		this.operations.close();
	}

	private PhaseAnnouncer announcer(String prefix, MigrationPhase phase, Runnable afterEachRound) {
		return new PhaseAnnouncer(this.operations, prefix, () -> phase, afterEachRound, INTERVAL);
	}

	private PhaseAnnouncer announcer(String prefix, MigrationPhase phase) {
		return announcer(prefix, phase, () -> {
		});
	}

	/** Returns when an announcer has looked at everything several times. */
	private void awaitRounds(String prefix, MigrationPhase phase) throws InterruptedException {
		CountDownLatch rounds = new CountDownLatch(5);
		try (PhaseAnnouncer announcer = announcer(prefix, phase, rounds::countDown)) {
			rounds.await();
		}
	}

	@Test
	void warnsOnceOfInstancesThatMustNotRunBesideThisOne(CapturedOutput output) throws InterruptedException {
		Semaphore renewals = new Semaphore(0);
		try (PhaseAnnouncer prepare = announcer("w", MigrationPhase.PREPARE, renewals::release)) {
			awaitRoundsAmong(renewals);
			awaitRoundsAmong(renewals);
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("in phase 'prepare' of the migration while")))
			.as("one of each that looked")
			.hasSize(2)
			.allMatch((line) -> line.contains("WARN") && line.contains("this one is in phase 'done'"));
	}

	/** Returns when an announcer has seen several times that another one is alive. */
	private void awaitRoundsAmong(Semaphore renewals) throws InterruptedException {
		Semaphore rounds = new Semaphore(0);
		try (PhaseAnnouncer done = announcer("w", MigrationPhase.DONE, rounds::release)) {
			for (int i = 0; i < 3; i++) {
				awaitNext(rounds);
				awaitNext(renewals);
			}
			awaitNext(rounds);
		}
	}

	/** Returns after a round that has begun after the call: the first may have before. */
	private static void awaitNext(Semaphore rounds) throws InterruptedException {
		rounds.drainPermits();
		rounds.acquire(2);
	}

	@Test
	void acceptsNeighbours(CapturedOutput output) throws InterruptedException {
		try (PhaseAnnouncer prepare = announcer("n", MigrationPhase.PREPARE);
				PhaseAnnouncer done = announcer("other", MigrationPhase.DONE)) {
			awaitRounds("n", MigrationPhase.READ_THROUGH);
		}
		assertThat(output).doesNotContain("of the migration while");
	}

	@Test
	void doesNotTakeWhatInstancesHaveLeftForInstances(CapturedOutput output) throws InterruptedException {
		awaitRounds("l", MigrationPhase.PREPARE);
		assertThat(this.server.command("mg l:phase::prepare s")).startsWith("HD");
		awaitRounds("l", MigrationPhase.DONE);
		assertThat(output).doesNotContain("of the migration while");
	}

	@Test
	void announcementsExpire() throws InterruptedException {
		awaitRounds("e", MigrationPhase.READ_THROUGH);
		assertThat(Wire.remainingSeconds(this.server, "e:phase::read-through")).isBetween(25, 30);
	}

	@Test
	void aMoveIsAnnouncedAtOnce() {
		AtomicReference<MigrationPhase> phase = new AtomicReference<>(MigrationPhase.PREPARE);
		try (PhaseAnnouncer announcer = new PhaseAnnouncer(this.operations, "m", phase::get, () -> {
		})) {
			phase.set(MigrationPhase.READ_THROUGH);
			announcer.moved();
			Awaitility.await().until(() -> this.server.command("mg m:phase::read-through s").startsWith("HD"));
		}
	}

	@Test
	void theVerdictIsToldOnce(CapturedOutput output) {
		MigrationSettings defaults = MigrationSettings.DEFAULTS;
		MigrationController controller = new MigrationController(MigrationPhase.READ_THROUGH,
				new MigrationSettings(false, null, defaults.copyTimeToLive(), Duration.ofSeconds(1),
						defaults.clearPropagation(), defaults.smallShare(), defaults.smallShareTime(),
						defaults.timeToLive()));
		VerdictLog log = new VerdictLog(controller);
		Awaitility.await().until(() -> {
			log.run();
			return output.getOut().contains("The old memcached cluster can go");
		});
		log.run();
		assertThat(output.getOut().lines().filter((line) -> line.contains("The old memcached cluster can go")))
			.singleElement()
			.asString()
			.contains("INFO");
	}

}
