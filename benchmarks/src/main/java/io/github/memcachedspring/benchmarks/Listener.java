package io.github.memcachedspring.benchmarks;

import java.util.Locale;

import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.metrics.CommandTimers;
import io.github.memcachedspring.observation.MemcachedObservations;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;

/**
 * Who learns of commands.
 */
enum Listener {

	/** Nobody, and nothing is there for it. */
	NONE("nobody") {

		@Override
		MemcachedOperations on(MemcachedOperations engine, MeterRegistry meters) {
			return engine;
		}

	},

	/** Timers of commands. */
	TIMERS("timers") {

		@Override
		MemcachedOperations on(MemcachedOperations engine, MeterRegistry meters) {
			CommandTimers timers = new CommandTimers();
			timers.recordIn(meters);
			return timers.on(engine, "primary");
		}

	},

	/** Observations without a handler. */
	UNHEARD("observation, no handler") {

		@Override
		MemcachedOperations on(MemcachedOperations engine, MeterRegistry meters) {
			return observed(engine, ObservationRegistry.create());
		}

	},

	/** Observations with the handler that Actuator has: it makes meters of them. */
	HEARD("observation, handler for meters") {

		@Override
		MemcachedOperations on(MemcachedOperations engine, MeterRegistry meters) {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
			return observed(engine, registry);
		}

	};

	private final String title;

	Listener(String title) {
		this.title = title;
	}

	abstract MemcachedOperations on(MemcachedOperations engine, MeterRegistry meters);

	MemcachedOperations on(MemcachedOperations engine) {
		return on(engine, new SimpleMeterRegistry());
	}

	private static MemcachedOperations observed(MemcachedOperations engine, ObservationRegistry registry) {
		MemcachedObservations observations = new MemcachedObservations();
		observations.observeIn(registry);
		return observations.on(engine, "primary");
	}

	String title() {
		return this.title;
	}

	String parameter() {
		return name().toLowerCase(Locale.ROOT);
	}

	static Listener of(String parameter) {
		return valueOf(parameter.toUpperCase(Locale.ROOT));
	}

}
