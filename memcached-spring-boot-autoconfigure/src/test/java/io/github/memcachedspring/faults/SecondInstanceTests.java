package io.github.memcachedspring.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.memcachedspring.embedded.fault.FaultProxy;
import io.github.memcachedspring.test.MemcachedServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of two instances of an application of which one only has trouble.
 */
@Tag("fault")
class SecondInstanceTests {

	private static final List<String> KEYS = List.of("a", "b", "c", "d");

	@Test
	void fault43OtherInstancesSeeTheChangesOfOneThatWasCutOffOnceItIsBack() {
		try (MemcachedServer server = MemcachedServer.start();
				FaultProxy proxy = FaultProxy.before("127.0.0.1", server.port());
				App cutOff = App.on(proxy.port());
				App other = App.beside(cutOff, server.port(), App.PATIENT)) {
			KEYS.forEach(other::awaitHit);
			proxy.faults().newConnections().refuse();
			proxy.cutConnections();
			for (int i = 0; i < KEYS.size(); i++) {
				String key = KEYS.get(i);
				assertThat(Shop.version(key, (i % 2 == 0) ? cutOff.shop().evict(key) : cutOff.shop().put(key)))
					.isEqualTo(2);
				assertThat(version(cutOff, key)).as("its own change").isEqualTo(2);
			}
			assertThat(KEYS).as("the others cannot know").allMatch((key) -> version(other, key) == 1);
			Extent.lasts(Duration.ofMillis(500));
			assertThat(KEYS).as("its own change").allMatch((key) -> version(cutOff, key) == 2);
			long heal = System.nanoTime();
			proxy.faults().clear();
			App.waitUntil(() -> KEYS.stream().allMatch((key) -> version(other, key) == 2));
			Duration seen = Extent.since(heal);
			App.waitUntil(cutOff::isSettled);
			System.out.printf("fault 43: changes of the instance that was cut off seen %.0f ms after it was back, %s%n",
					Extent.millis(seen), cutOff.node());
			assertThat(seen).isLessThan(Duration.ofSeconds(4));
			assertThat(KEYS).allMatch((key) -> version(cutOff, key) == 2);
			assertThat(other.node().timesLeftAlone()).isZero();
		}
	}

	private static long version(App app, String key) {
		return Shop.version(key, app.shop().plain(key, new AtomicInteger()));
	}

}
