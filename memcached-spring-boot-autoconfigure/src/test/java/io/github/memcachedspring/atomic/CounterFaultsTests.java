package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.atomic.CountResult.Absent;
import io.github.memcachedspring.atomic.CountResult.Counted;
import io.github.memcachedspring.atomic.CountResult.Unknown;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedServerException;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.embedded.fault.Command;
import io.github.memcachedspring.embedded.fault.FaultProxy;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What callers are told of a count whose answer does not come, or says no.
 */
@ExtendWith(MemcachedServerExtension.class)
class CounterFaultsTests {

	private static int number;

	private final FaultProxy proxy;

	private final XMemcachedOperations operations;

	private final MemcachedCounters counters;

	CounterFaultsTests(MemcachedServer server) {
		this.proxy = FaultProxy.before("127.0.0.1", server.port());
		MemcachedNode node = new MemcachedNode("127.0.0.1", this.proxy.port());
		this.operations = XMemcachedOperations
			.connect(XMemcachedSettings.of(List.of(node)).timeout(Duration.ofSeconds(2)));
		this.counters = MemcachedCounters.builder(this.operations)
			.executor(Runnable::run)
			.build()
			.namespace("faults" + ++number);
	}

	@BeforeEach
	void awaitConnection() {
		Awaitility.await().until(() -> this.operations.isConnected(this.operations.nodes().get(0)));
		assertThat(this.counters.increment("k", 10)).isInstanceOf(Counted.class);
	}

	@AfterEach
	void close() {
		this.operations.close();
		this.proxy.close();
	}

	@Test
	void aCountWhoseAnswerNeverComesIsUnknownAndNotTriedAgain() {
		this.proxy.faults().on(Command.verb("ma")).once().drop();
		CountResult result = this.counters.increment("k");
		assertThat(result).isInstanceOf(Unknown.class);
		assertThat(((Unknown) result).cause().isExecutionUnknown()).isTrue();
		assertThatExceptionOfType(AtomicUpdateException.class).isThrownBy(result::orThrow)
			.satisfies((ex) -> assertThat(ex.isExecutionUnknown()).isTrue())
			.satisfies((ex) -> assertThat(ex.getResult()).isSameAs(result));
		assertThat(valueAfterwards()).isEqualTo(new Counted(11));
		assertThat(this.counters.getStatistics().unknown()).isOne();
	}

	@Test
	void aDeleteWhoseAnswerNeverComesIsUnknown() {
		this.proxy.faults().on(Command.verb("md")).once().drop();
		assertThat(this.counters.delete("k")).isInstanceOf(Unknown.class);
		assertThat(valueAfterwards()).isEqualTo(new Absent());
	}

	@Test
	void anAsynchronousCountIsUnknownToo() {
		this.proxy.faults().on(Command.verb("ma")).once().close();
		assertThat(this.counters.async().increment("k")).succeedsWithin(Duration.ofSeconds(10))
			.isInstanceOf(Unknown.class);
		assertThat(valueAfterwards()).isEqualTo(new Counted(10));
	}

	@Test
	void aRefusalIsThrownForNothingWasCounted() {
		this.proxy.faults().on(Command.verb("ma")).once().replyWith("SERVER_ERROR out of memory");
		assertThatExceptionOfType(MemcachedServerException.class).isThrownBy(() -> this.counters.increment("k"));
		assertThat(valueAfterwards()).isEqualTo(new Counted(10));
		assertThat(this.counters.getStatistics().failed()).isPositive();
	}

	@Test
	void aReadWithoutAnAnswerIsThrownForItChangesNothing() {
		this.proxy.faults().on(Command.verb("mg").and(Command.keyStartingWith(":n:"))).once().drop();
		assertThatExceptionOfType(MemcachedException.class).isThrownBy(() -> this.counters.get("k"));
		assertThat(valueAfterwards()).isEqualTo(new Counted(10));
	}

	@Test
	void aCountThatCannotBeSentIsThrown() {
		this.proxy.faults().newConnections().refuse();
		this.proxy.cutConnections();
		Awaitility.await().until(() -> !this.operations.isConnected(this.operations.nodes().get(0)));
		assertThatExceptionOfType(MemcachedException.class).isThrownBy(() -> this.counters.increment("k"))
			.satisfies((ex) -> assertThat(ex.isExecutionUnknown()).isFalse());
	}

	/** Waits for the connection, which a fault may have ended. */
	private CountResult valueAfterwards() {
		return Awaitility.await().ignoreExceptions().until(() -> this.counters.get("k"), (result) -> true);
	}

}
