package io.github.memcachedspring.metrics;

import java.util.List;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RemovableMetersTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final RemovableMeters meters = new RemovableMeters();

	@Test
	void removesWhatItHasRegistered() {
		this.registry.counter("memcached.before");
		this.meters.bind("a", gauge("memcached.a"), this.registry);
		this.meters.bind("b", gauge("memcached.b"), this.registry);
		assertThat(names()).containsExactlyInAnyOrder("memcached.before", "memcached.a", "memcached.b");
		this.meters.unbind("a");
		assertThat(names()).containsExactlyInAnyOrder("memcached.before", "memcached.b");
		this.meters.close();
		assertThat(names()).containsExactly("memcached.before");
	}

	@Test
	void bindsOnceInEachRegistryUntilItIsClosed() {
		MeterRegistry other = new SimpleMeterRegistry();
		this.meters.bind("a", gauge("memcached.a"), this.registry);
		this.meters.bind("a", gauge("memcached.twice"), this.registry);
		this.meters.bind("a", gauge("memcached.a"), other);
		assertThat(names()).containsExactly("memcached.a");
		assertThat(other.getMeters()).hasSize(1);
		this.meters.close();
		this.meters.bind("b", gauge("memcached.b"), this.registry);
		assertThat(names()).isEmpty();
		assertThat(other.getMeters()).isEmpty();
	}

	@Test
	void leavesMetersOfOthersToThem() {
		RemovableMeters others = new RemovableMeters();
		others.bind("theirs", gauge("memcached.a"), this.registry);
		this.meters.bind("ours", (registry) -> {
			gauge("memcached.a").bindTo(registry);
			gauge("http.requests").bindTo(registry);
		}, this.registry);
		this.meters.close();
		assertThat(names()).containsExactlyInAnyOrder("memcached.a", "http.requests");
		others.close();
		assertThat(names()).containsExactly("http.requests");
	}

	@Test
	void removesMetersThatAFilterHasChanged() {
		this.registry.config().meterFilter(MeterFilter.commonTags(List.of(Tag.of("region", "eu"))));
		this.meters.bind("a", gauge("memcached.a"), this.registry);
		assertThat(this.registry.get("memcached.a").tag("region", "eu").gauge().value()).isOne();
		this.meters.close();
		assertThat(names()).isEmpty();
	}

	private static MeterBinder gauge(String name) {
		return (registry) -> Gauge.builder(name, () -> 1).register(registry);
	}

	private List<String> names() {
		return this.registry.getMeters().stream().map(Meter::getId).map(Meter.Id::getName).toList();
	}

}
