package io.github.memcachedspring.observation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.client.chaos.ChaosOperations;
import io.github.memcachedspring.client.chaos.MemcachedChaos;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.observation.MemcachedObservation.CommandKey;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.Assert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link MemcachedObservations} of commands.
 */
@Tag(MemcachedServer.CONTRACT)
@ExtendWith(MemcachedServerExtension.class)
class MemcachedObservationsTests {

	private static final Expiration MINUTE = Expiration.after(Duration.ofMinutes(1));

	private final MemcachedNode node;

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final MemcachedObservations observations = new MemcachedObservations();

	private final MemcachedChaos chaos = new MemcachedChaos();

	private final ExecutorService executor = Executors.newSingleThreadExecutor();

	private final MemcachedKey key = KeySpace.of("", "observed", "tests").key("key-" + System.nanoTime());

	private XMemcachedOperations engine;

	private MemcachedOperations operations;

	MemcachedObservationsTests(MemcachedServer server) {
		this.node = server.node();
	}

	@BeforeEach
	void connect() {
		this.engine = XMemcachedOperations
			.connect(XMemcachedSettings.of(List.of(this.node)).timeout(Duration.ofSeconds(20)));
		Awaitility.await().until(() -> this.engine.isConnected(this.node));
		this.operations = this.observations.on(new ChaosOperations(this.engine, this.chaos, Duration.ofMillis(20)),
				"main");
	}

	@AfterEach
	void close() {
		this.engine.close();
		this.executor.shutdownNow();
	}

	@Test
	void describesCommandsAsOpenTelemetryDoes() {
		this.observations.observeIn(this.registry);
		this.operations.put(this.key, new byte[1], MINUTE).await();
		assertThat(this.registry).hasSingleObservationThat()
			.hasNameEqualTo("memcached.command")
			.hasContextualNameEqualTo("set " + this.node)
			.hasBeenStarted()
			.hasBeenStopped()
			.hasLowCardinalityKeyValue("db.system.name", "memcached")
			.hasLowCardinalityKeyValue("db.operation.name", "set")
			.hasLowCardinalityKeyValue("server.address", this.node.host())
			.hasLowCardinalityKeyValue("server.port", String.valueOf(this.node.port()))
			.hasLowCardinalityKeyValue("cluster", "main")
			.hasLowCardinalityKeyValue("outcome", "stored")
			.hasKeyValuesCount(6)
			.doesNotHaveError();
	}

	@Test
	void documentsAllKeysThatThereAre() {
		this.observations.observeIn(this.registry);
		this.chaos.errorRate(1);
		assertThat(catchThrowable(() -> this.operations.get(this.key).await()))
			.isInstanceOf(MemcachedConnectionException.class);
		assertThat(this.registry).hasSingleObservationThat()
			.hasLowCardinalityKeyValue("error.type", MemcachedConnectionException.class.getName())
			.hasLowCardinalityKeyValue("outcome", "connection")
			.hasError()
			.hasOnlyKeys(Arrays.stream(CommandKey.values()).map(CommandKey::asString).toArray(String[]::new));
	}

	@Test
	void endsWithTheReplyWhereverThatIs() {
		this.observations.observeIn(this.registry);
		Reply<@Nullable Item> reply = this.operations.get(this.key);
		assertThat(this.registry).hasSingleObservationThat().hasBeenStarted().isNotStopped();
		reply.toFuture(this.executor).join();
		assertThat(this.registry).hasSingleObservationThat()
			.hasBeenStopped()
			.hasLowCardinalityKeyValue("outcome", "miss");
	}

	@Test
	void tellsFailuresToThoseWhoSubscribe() {
		this.observations.observeIn(this.registry);
		this.chaos.errorRate(1);
		assertThat(catchThrowable(() -> this.operations.get(this.key).toFuture(this.executor).join()))
			.hasCauseInstanceOf(MemcachedConnectionException.class);
		assertThat(this.registry).hasSingleObservationThat().hasBeenStopped().hasError();
	}

	@Test
	void isAChildOfWhatIsCurrentOnTheThreadOfTheCaller() {
		this.observations.observeIn(this.registry);
		Observation request = Observation.start("request", this.registry);
		Reply<@Nullable Item> reply = request.scoped(() -> this.operations.get(this.key));
		reply.toFuture(this.executor).join();
		request.stop();
		assertThat(this.registry).hasObservationWithNameEqualTo("memcached.command")
			.that()
			.hasParentObservationEqualTo(request);
	}

	@Test
	void observesNothingBeforeThereIsARegistry() {
		this.operations.get(this.key).await();
		this.observations.observeIn(this.registry);
		assertThat(this.registry).doesNotHaveAnyObservation();
	}

	@Test
	void leavesOutWhatAPredicateDoesNotWant() {
		this.registry.observationConfig()
			.observationPredicate((name, context) -> !(context instanceof MemcachedCommandContext)
					|| context.getParentObservation() != null);
		this.observations.observeIn(this.registry);
		assertThat(this.operations.get(this.key).await()).isNull();
		assertThat(this.registry).doesNotHaveAnyObservation();
	}

	@Test
	void leavesTheWordToAConventionOfTheApplication() {
		this.observations.observeIn(this.registry, new DefaultMemcachedCommandConvention() {

			@Override
			public KeyValues getHighCardinalityKeyValues(MemcachedCommandContext context) {
				return KeyValues.of("memcached.key", String.valueOf(context.getKey()));
			}

		}, null);
		this.operations.get(this.key).await();
		assertThat(this.registry).hasSingleObservationThat()
			.hasHighCardinalityKeyValue("memcached.key", this.key.toString())
			.hasLowCardinalityKeyValue("db.operation.name", "get");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void losesNoAnswerToAHandlerThatFails(boolean atTheStart) throws Exception {
		this.registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {

			@Override
			public void onStart(Observation.Context context) {
				Assert.state(!atTheStart, "at the start");
			}

			@Override
			public void onStop(Observation.Context context) {
				Assert.state(atTheStart, "at the end");
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		this.observations.observeIn(this.registry);
		assertThat(this.operations.put(this.key, new byte[1], MINUTE).await()).isEqualTo(StoreResult.STORED);
		assertThat(this.operations.get(this.key).toFuture(this.executor).get(20, TimeUnit.SECONDS)).isNotNull();
	}

	@Test
	void makesSpansOfClients() {
		SimpleTracer tracer = new SimpleTracer();
		this.registry.observationConfig()
			.observationHandler(new PropagatingSenderTracingObservationHandler<>(tracer, new Headers(tracer)))
			.observationHandler(new DefaultTracingObservationHandler(tracer) {

				@Override
				public boolean supportsContext(Observation.Context context) {
					return !(context instanceof MemcachedCommandContext);
				}

			});
		this.observations.observeIn(this.registry);
		Observation request = Observation.start("request", this.registry);
		Reply<@Nullable Item> reply = request.scoped(() -> this.operations.get(this.key));
		reply.toFuture(this.executor).join();
		request.stop();
		List<SimpleSpan> spans = new ArrayList<>(tracer.getSpans());
		SimpleSpan command = spans.stream()
			.filter((span) -> span.getKind() == Span.Kind.CLIENT)
			.findFirst()
			.orElseThrow();
		assertThat(command.getName()).isEqualTo("get " + this.node);
		assertThat(command.getTags()).containsEntry("db.system.name", "memcached").containsEntry("outcome", "miss");
		assertThat(command.getRemoteServiceName()).isEqualTo("memcached");
		assertThat(command.context().parentId()).isNotEmpty();
	}

	/** Sends a header along, as real ones do. */
	private record Headers(SimpleTracer tracer) implements Propagator {

		@Override
		public List<String> fields() {
			return List.of("trace");
		}

		@Override
		public <C> void inject(TraceContext context, @Nullable C carrier, Setter<C> setter) {
			setter.set(Objects.requireNonNull(carrier), "trace", context.traceId());
		}

		@Override
		public <C> Span.Builder extract(C carrier, Getter<C> getter) {
			return this.tracer.spanBuilder();
		}

	}

}
