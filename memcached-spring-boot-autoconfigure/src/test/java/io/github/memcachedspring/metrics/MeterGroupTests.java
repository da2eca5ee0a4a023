package io.github.memcachedspring.metrics;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MeterGroupTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void keepsItsSourceForAsLongAsThereAreMeters() {
		bind();
		WeakReference<Object> garbage = new WeakReference<>(new Object());
		Awaitility.await().until(() -> {
			System.gc();
			return garbage.get() == null;
		});
		assertThat(this.registry.get("test.counter").tags("a", "1", "b", "2").functionCounter().count()).isEqualTo(3);
		assertThat(this.registry.get("test.gauge").tags("a", "1").gauge().value()).isEqualTo(3);
		assertThat(this.registry.get("test.time").timeGauge().value(TimeUnit.SECONDS)).isEqualTo(3);
		assertThat(this.registry.get("test.timer").functionTimer().count()).isEqualTo(3);
		assertThat(this.registry.get("test.timer").functionTimer().totalTime(TimeUnit.SECONDS)).isEqualTo(3);
	}

	private void bind() {
		new MeterGroup<>(this.registry, "test.", new Source(3), Tags.of("a", "1"))
			.counter("counter", "counted", Source::number, "b", "2")
			.gauge("gauge", "measured", Source::number)
			.time("time", "left", (source) -> Duration.ofSeconds(source.number()))
			.timer("timer", "timed", Source::number, (source) -> Duration.ofSeconds(source.number()));
	}

	@Test
	void tellsThatThereIsNoTime() {
		new MeterGroup<>(this.registry, "test.", new Source(0), Tags.empty()).time("time", "left", (source) -> null);
		assertThat(this.registry.get("test.time").timeGauge().value(TimeUnit.SECONDS)).isNaN();
	}

	/**
	 * What is read.
	 *
	 * @param number a number
	 */
	private record Source(int number) {
	}

}
