package io.github.memcachedspring.client.xmemcached;

import java.util.List;

import io.github.memcachedspring.client.Counting;
import io.github.memcachedspring.client.NotNumericException;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static io.github.memcachedspring.client.xmemcached.Engines.MINUTE;
import static io.github.memcachedspring.client.xmemcached.Engines.bytes;
import static io.github.memcachedspring.client.xmemcached.Engines.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag(MemcachedServer.CONTRACT)
@ExtendWith(MemcachedServerExtension.class)
class CountTests extends OneServerContract {

	CountTests(MemcachedServer server) {
		super(server);
	}

	@Test
	void addsToACounter() {
		put("41");
		assertThat(count(Counting.increment(1))).isEqualTo(42);
		assertThat(text(this.operations.get(this.key).await())).isEqualTo("42");
	}

	@Test
	void subtractsDownToNothing() {
		put("10");
		assertThat(count(Counting.decrement(1))).isEqualTo(9);
		assertThat(count(Counting.decrement(100))).isZero();
	}

	@Test
	void wrapsAtTheEndOf64Bits() {
		put("18446744073709551614");
		assertThat(count(Counting.increment(1))).isEqualTo(-1L);
		assertThat(count(Counting.increment(1))).isZero();
	}

	@Test
	void leavesAnAbsentCounterAbsent() {
		assertThat(count(Counting.increment(1))).isNull();
		assertThat(this.operations.get(this.key).await()).isNull();
	}

	@Test
	void createsACounter() {
		assertThat(count(Counting.increment(5).orCreate(100, MINUTE))).isEqualTo(100);
		assertThat(count(Counting.increment(5).orCreate(100, MINUTE))).isEqualTo(105);
		assertThat(count(Counting.decrement(10).orCreate(100, MINUTE))).isEqualTo(95);
		assertThat(this.server.command("mg %s t".formatted(this.key))).matches("HD t(5\\d|60)");
	}

	@Test
	void createsACounterOfAnySize() {
		assertThat(count(Counting.increment(1).orCreate(-1, MINUTE))).isEqualTo(-1);
	}

	@Test
	void losesNoCountWhenManyThreadsCreateTheCounter() throws Exception {
		int threads = 64;
		int counts = 50;
		Counting counting = Counting.increment(1).orCreate(1, MINUTE);
		List<Integer> distinct = Parallel.call(threads, (thread) -> {
			for (int i = 0; i < counts; i++) {
				assertThat(count(counting)).isBetween(1L, (long) threads * counts);
			}
			return counts;
		});
		assertThat(distinct).hasSize(threads);
		assertThat(text(this.operations.get(this.key).await())).isEqualTo("" + threads * counts);
	}

	@Test
	void refusesToCountText() {
		put("text");
		Object connection = this.operations.connection(this.key).session();
		assertThatExceptionOfType(NotNumericException.class).isThrownBy(() -> count(Counting.increment(1)));
		assertThat(this.operations.connection(this.key).session()).isSameAs(connection);
	}

	@Test
	void refusesToCountAStub() {
		this.operations.getWithLease(this.key, MINUTE).await();
		assertThatExceptionOfType(NotNumericException.class).isThrownBy(() -> count(Counting.increment(1)));
	}

	private Long count(Counting counting) {
		return this.operations.count(this.key, counting).await();
	}

	private void put(String value) {
		this.operations.put(this.key, bytes(value), MINUTE).await();
	}

}
