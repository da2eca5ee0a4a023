package io.github.memcachedspring.benchmarks.stampede;

import java.util.concurrent.TimeUnit;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.embedded.EmbeddedMemcached;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Experiments} in JVMs of their own.
 */
@Tag("slow")
class ExperimentsTests {

	private static final int JVMS = 2;

	private static final int CALLERS = 5;

	private static EmbeddedMemcached server;

	private static MemcachedNode node;

	private static Fleet fleet;

	private static Experiments experiments;

	@BeforeAll
	static void start() throws Exception {
		server = EmbeddedMemcached.start();
		node = MemcachedNode.parse(server.address());
		fleet = Fleet.start(node, JVMS);
		experiments = new Experiments(fleet,
				StampedeOptions.parse(new String[] { "--jvms=" + JVMS, "--callers=" + CALLERS, "--seconds=4" }));
	}

	@AfterAll
	static void stop() throws Exception {
		fleet.close();
		server.close();
	}

	@Test
	void countsLoadsOfAllJvms() throws Exception {
		RoundLog alone = experiments.burst(Technique.NONE);
		assertThat(alone.calls()).hasSize(JVMS * CALLERS);
		assertThat(alone.loads()).hasSizeGreaterThan(JVMS).hasSizeLessThanOrEqualTo(JVMS * CALLERS);
		RoundLog shared = experiments.burst(Technique.SINGLE_FLIGHT);
		assertThat(shared.calls()).hasSize(JVMS * CALLERS);
		assertThat(shared.loads()).hasSizeBetween(1, JVMS);
	}

	@Test
	void findsTheEntryThereInTheBeginning() throws Exception {
		RoundLog log = experiments.steady(Technique.LOADER);
		assertThat(new Figures(log).undisturbed().size()).isPositive();
		assertThat(log.loads()).isNotEmpty();
		long firstCall = log.calls().stream().mapToLong(Span::start).min().orElseThrow();
		assertThat(log.loads()).allSatisfy((load) -> assertThat(load.numbers()[0]).isGreaterThan(firstCall));
	}

	@Test
	void answersTheOthersWhenTheLoadingJvmIsKilled() throws Exception {
		RoundLog log = experiments.kill(Technique.RETRIEVE);
		assertThat(log.reads()).hasSize(JVMS - 1);
		assertThat(log.calls()).hasSize((JVMS - 1) * CALLERS);
		assertThat(new Figures(log).unanswered()).isEqualTo("0");
	}

	@Test
	void endsWithItsInput() throws Exception {
		ChildJvm child = ChildJvm.start(node, (event) -> {
		});
		assertThat(child.handle().isAlive()).isTrue();
		child.closeInput();
		assertThat(child.handle().onExit().get(20, TimeUnit.SECONDS).isAlive()).isFalse();
	}

}
