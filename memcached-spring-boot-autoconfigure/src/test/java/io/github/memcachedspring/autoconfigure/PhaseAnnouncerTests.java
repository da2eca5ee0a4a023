package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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
		this.operations = XMemcachedOperations.connect(XMemcachedSettings.of(List.of(server.node())));
	}

	@AfterEach
	void close() {
		this.operations.close();
	}

	private PhaseAnnouncer announcer(String prefix, MigrationPhase phase) {
		return new PhaseAnnouncer(this.operations, prefix, () -> phase, () -> {
		}, INTERVAL);
	}

	/** Returns when an announcer has looked at everything several times. */
	private void awaitRounds(String prefix, MigrationPhase phase) throws InterruptedException {
		CountDownLatch rounds = new CountDownLatch(5);
		try (PhaseAnnouncer announcer = new PhaseAnnouncer(this.operations, prefix, () -> phase, rounds::countDown,
				INTERVAL)) {
			rounds.await();
		}
	}

	@Test
	void warnsOnceOfInstancesThatMustNotRunBesideThisOne(CapturedOutput output) throws InterruptedException {
		try (PhaseAnnouncer prepare = announcer("w", MigrationPhase.PREPARE)) {
			Awaitility.await().until(() -> this.server.command("mg w:phase::prepare s").startsWith("HD"));
			awaitRounds("w", MigrationPhase.DONE);
			awaitRounds("w", MigrationPhase.DONE);
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("in phase 'prepare' of the migration while")))
			.hasSizeBetween(1, 2)
			.allMatch((line) -> line.contains("WARN") && line.contains("this one is in phase 'done'"));
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
