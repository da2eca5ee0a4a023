package io.github.memcachedspring.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.memcachedspring.atomic.AtomicResult;
import io.github.memcachedspring.atomic.CountResult;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.test.ChildJvm;
import io.github.memcachedspring.test.Full;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A counter, a value and an entry of a cache that three JVMs change while one after the
 * other is moved to the new cluster.
 */
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
@Tag("fleet")
class SwitchOfThreeJvmsTests {

	private static final int CHANGES = Full.rounds(33_400, 1_500);

	private static final String NAME = "switched";

	@Test
	void m13AndM14LosesNothing(MemcachedServer old) {
		try (MemcachedServer fresh = MemcachedServer.start()) {
			List<ChildJvm> jvms = new ArrayList<>();
			try {
				for (int i = 0; i < 3; i++) {
					jvms.add(ChildJvm.start(SwitchOfThreeJvmsTests.class,
							List.of(old.node().toString(), fresh.node().toString(), String.valueOf(CHANGES))));
				}
				jvms.forEach((jvm) -> await(jvm, "ready"));
				jvms.forEach((jvm) -> jvm.tell("go"));
				long counted = 0;
				long updated = 0;
				for (ChildJvm jvm : jvms) {
					String[] result = await(jvm, "acknowledged").split(" ");
					counted += Long.parseLong(result[1]);
					updated += Long.parseLong(result[2]);
				}
				assertThat(counted).isEqualTo(3L * CHANGES);
				assertValues(old, fresh, counted, updated);
				System.out.printf("Three JVMs: %,d increments, %,d updates across the switch, all there%n", counted,
						2 * updated);
			}
			finally {
				jvms.forEach(ChildJvm::close);
			}
		}
	}

	private static void assertValues(MemcachedServer old, MemcachedServer fresh, long counted, long updated) {
		try (App app = App.in(MigrationPhase.READ_THROUGH, old.node(), fresh.node()).start()) {
			assertThat(app.counters.get(NAME)).isEqualTo(new CountResult.Counted(counted));
			assertThat(app.updates.get(NAME, Long.class)).isEqualTo(updated);
			assertThat(app.cache(NAME).get(NAME, Long.class)).isEqualTo(updated);
		}
	}

	private static String await(ChildJvm jvm, String word) {
		String line = jvm.readLine();
		while (!line.startsWith(word)) {
			line = jvm.readLine();
		}
		return line;
	}

	/** What runs in the other JVMs. */
	public static void main(String[] arguments) throws InterruptedException {
		BlockingQueue<String> commands = ChildJvm.commands();
		App app = App.in(MigrationPhase.PREPARE, MemcachedNode.parse(arguments[0]), MemcachedNode.parse(arguments[1]))
			.start();
		int changes = Integer.parseInt(arguments[2]);
		System.out.println("ready");
		commands.take();
		AtomicLong counted = new AtomicLong();
		AtomicInteger updated = new AtomicInteger();
		Thread counting = new Thread(() -> {
			for (int i = 0; i < changes; i++) {
				counted.addAndGet((app.counters.increment(NAME) instanceof CountResult.Counted) ? 1 : 0);
			}
		});
		Thread updating = new Thread(() -> {
			for (int i = 0; i < changes / 10; i++) {
				updated.addAndGet(update(app) ? 1 : 0);
			}
		});
		counting.start();
		updating.start();
		moveWhen(app, counted, changes / 4 + (int) (ProcessHandle.current().pid() % 7) * changes / 20);
		counting.join();
		updating.join();
		System.out.println("acknowledged " + counted + " " + updated);
	}

	/** Each JVM at another time. */
	private static void moveWhen(App app, AtomicLong counted, int count) throws InterruptedException {
		while (counted.get() < count) {
			Thread.sleep(1);
		}
		app.controller.moveTo(MigrationPhase.READ_THROUGH);
	}

	private static boolean update(App app) {
		boolean value = app.updates.update(NAME, Long.class,
				SwitchOfThreeJvmsTests::next) instanceof AtomicResult.Applied;
		boolean entry = app.updates.on(NAME)
			.update(NAME, Long.class, SwitchOfThreeJvmsTests::next) instanceof AtomicResult.Applied;
		if (value != entry) {
			throw new AssertionError("One was applied, the other not");
		}
		return value;
	}

	private static Long next(Long value) {
		return (value != null) ? value + 1 : 1;
	}

}
