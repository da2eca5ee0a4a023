package io.github.memcachedspring.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Tests for the steps of {@link Reply}, each by waiting and by subscribing.
 */
@ParameterizedClass
@EnumSource
class ReplyTests {

	private static final String THREAD = "reply-consumer";

	private static final ExecutorService EXECUTOR = Executors
		.newSingleThreadExecutor((task) -> new Thread(task, THREAD));

	private static final MemcachedException DOWN = new MemcachedException("down", null);

	@Parameter
	private Way way;

	@AfterAll
	static void stopExecutor() {
		EXECUTOR.shutdown();
	}

	@Test
	void mapsResults() {
		assertThat(outcome(Reply.of(1).map((number) -> number + 1))).isEqualTo(2);
	}

	@Test
	void mapsNull() {
		Reply<@Nullable String> absent = Reply.of(null);
		assertThat(outcome(absent.map(String::valueOf))).isEqualTo("null");
		assertThat(outcome(absent)).isNull();
	}

	@Test
	void doesNotMapFailures() {
		List<Object> mapped = new ArrayList<>();
		assertThat(outcome(failing().map(mapped::add))).isSameAs(DOWN);
		assertThat(outcome(failing().flatMap((number) -> Reply.of(mapped.add(number))))).isSameAs(DOWN);
		assertThat(mapped).isEmpty();
	}

	@Test
	void continuesWithAnotherCommand() {
		assertThat(outcome(Reply.of(1).flatMap((number) -> Reply.of(number + 1)))).isEqualTo(2);
		assertThat(outcome(Reply.of(1).flatMap((number) -> failing()))).isSameAs(DOWN);
	}

	@Test
	void recoversFromFailuresOfMemcached() {
		assertThat(outcome(failing().onFailure((failure) -> Reply.of(7)))).isEqualTo(7);
		assertThat(outcome(failing().onFailure(Reply::failed))).isSameAs(DOWN);
		assertThat(outcome(Reply.of(1).onFailure((failure) -> Reply.of(7)))).isEqualTo(1);
	}

	@Test
	void doesNotRecoverFromOtherFailures() {
		IllegalStateException bug = new IllegalStateException("bug");
		assertThat(outcome(Reply.<Integer>failed(bug).onFailure((failure) -> Reply.of(7)))).isSameAs(bug);
		assertThat(outcome(Reply.of(1).map(throwing(bug)).onFailure((failure) -> Reply.of(7)))).isSameAs(bug);
	}

	@Test
	void recoversFromFailuresOfEarlierSteps() {
		assertThat(outcome(Reply.of(1).flatMap((number) -> failing()).onFailure((failure) -> Reply.of(7))))
			.isEqualTo(7);
	}

	@Test
	void combinesResults() {
		assertThat(outcome(Reply.of(1).and(Reply.of("a"), (number, text) -> text + number))).isEqualTo("a1");
		assertThat(outcome(failing().and(Reply.of(1), Integer::sum))).isSameAs(DOWN);
		assertThat(outcome(Reply.of(1).and(failing(), Integer::sum))).isSameAs(DOWN);
	}

	@Test
	void failsWithWhatAStepThrows() {
		IllegalStateException bug = new IllegalStateException("bug");
		assertThat(outcome(Reply.of(1).map(throwing(bug)))).isSameAs(bug);
		assertThat(outcome(Reply.of(1).flatMap(throwing(bug)))).isSameAs(bug);
		assertThat(outcome(failing().onFailure(throwing(bug)))).isSameAs(bug);
		assertThat(outcome(Reply.of(1).and(Reply.of(2), (one, two) -> throwing(bug).apply(one)))).isSameAs(bug);
	}

	/** A class that is missing while a value is decoded must not leave anyone waiting. */
	@Test
	void failsWithErrorsThatAStepThrows() {
		Error error = new NoClassDefFoundError("gone");
		assertThat(cause(outcome(Reply.of(1).map(throwing(error))))).isSameAs(error);
		assertThat(cause(outcome(Reply.of(1).flatMap(throwing(error))))).isSameAs(error);
		assertThat(cause(outcome(failing().onFailure(throwing(error))))).isSameAs(error);
	}

	@Test
	void collectsResultsAndFailures() {
		KeySpace space = KeySpace.of("p", "c", "n");
		Map<MemcachedKey, Reply<Integer>> replies = new LinkedHashMap<>();
		replies.put(space.key("a"), Reply.of(1));
		replies.put(space.key("b"), failing());
		replies.put(space.key("c"), Reply.of(3));
		replies.put(space.key("d"), Reply.of(4).map(throwing(new IllegalStateException("bug"))));
		BulkResult<?> result = (BulkResult<?>) outcome(BulkResult.of(replies.keySet(), replies::get));
		assertThat(result).isNotNull();
		assertThat(result.results()).isEqualTo(Map.of(space.key("a"), 1, space.key("c"), 3));
		assertThat(result.failures()).containsOnlyKeys(space.key("b"), space.key("d"))
			.containsEntry(space.key("b"), DOWN);
	}

	@Test
	void collectsNullAndNothing() {
		MemcachedKey key = KeySpace.of("p", "c", "n").key("a");
		Map<MemcachedKey, Reply<@Nullable Integer>> replies = Map.of(key, Reply.of(null));
		BulkResult<?> absent = (BulkResult<?>) outcome(BulkResult.of(replies.keySet(), replies::get));
		assertThat(absent).isNotNull();
		assertThat(absent.results()).containsOnlyKeys(key);
		assertThat(absent.results().get(key)).isNull();
		assertThat(outcome(BulkResult.of(List.of(), (any) -> Reply.of(any))))
			.isEqualTo(new BulkResult<>(Map.of(), Map.of()));
	}

	@Test
	void collectsRepliesThatArriveInAnyOrder() {
		KeySpace space = KeySpace.of("p", "c", "n");
		Map<MemcachedKey, Reply<String>> replies = new LinkedHashMap<>();
		List<CompletableFuture<String>> late = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			CompletableFuture<String> future = new CompletableFuture<>();
			late.add(0, future);
			replies.put(space.key("k" + i), new FutureReply(future));
		}
		CompletableFuture<@Nullable Object> outcome = CompletableFuture.supplyAsync(
				() -> outcome(BulkResult.of(replies.keySet(), replies::get)), (task) -> new Thread(task).start());
		late.forEach((future) -> CompletableFuture.runAsync(() -> future.complete("x")));
		BulkResult<?> result = (BulkResult<?>) outcome.orTimeout(10, TimeUnit.SECONDS).join();
		assertThat(result.results()).hasSize(50);
	}

	@Test
	void sendsOneMoreForEachAnswerSoThatNoLimitIsReached() {
		KeySpace space = KeySpace.of("p", "c", "n");
		List<MemcachedKey> keys = IntStream.range(0, 5000).mapToObj((i) -> space.key("k" + i)).toList();
		AtomicInteger outstanding = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		BulkResult<?> result = (BulkResult<?>) outcome(BulkResult.of(keys, (key) -> {
			most.accumulateAndGet(outstanding.incrementAndGet(), Math::max);
			return Reply.of(key.getKey()).map((text) -> {
				outstanding.decrementAndGet();
				return text;
			});
		}));
		assertThat(result.results()).hasSize(5000);
		assertThat(result.results().get(keys.get(4999))).isEqualTo("k4999");
		assertThat(most).hasValueLessThanOrEqualTo(BulkReply.WINDOW);
	}

	@Test
	void runsStepsOnTheCallersThreadOrTheExecutors() {
		String thread = (this.way == Way.AWAIT) ? Thread.currentThread().getName() : THREAD;
		assertThat(outcome(Reply.of(1).map((number) -> currentThread()))).isEqualTo(thread);
		assertThat(outcome(Reply.of(1).flatMap((number) -> Reply.of(currentThread())))).isEqualTo(thread);
		assertThat(outcome(failing().map(String::valueOf).onFailure((failure) -> Reply.of(currentThread()))))
			.isEqualTo(thread);
		assertThat(outcome(BulkResult.of(List.of(), (any) -> Reply.of(any)).map((result) -> currentThread())))
			.isEqualTo(thread);
	}

	@Test
	void completesFuturesOnTheExecutor() {
		// The executor is kept busy until the dependent step is there to see its thread.
		CompletableFuture<Void> registered = new CompletableFuture<>();
		EXECUTOR.execute(registered::join);
		CompletableFuture<String> thread = Reply.of(1).toFuture(EXECUTOR).thenApply((number) -> currentThread());
		registered.complete(null);
		assertThat(thread.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(THREAD);
	}

	@Test
	void givesEachCallerAFutureOfItsOwn() {
		Reply<Integer> reply = Reply.of(1);
		CompletableFuture<Integer> cancelled = reply.toFuture(EXECUTOR);
		cancelled.cancel(true);
		assertThat(reply.toFuture(EXECUTOR).orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(1);
	}

	@Test
	void leavesTheConsumersExceptionsToTheExecutor() {
		List<@Nullable Object> consumed = new ArrayList<>();
		Reply<Integer> reply = Reply.of(1).map((number) -> number + 1).flatMap(Reply::of).onFailure(Reply::failed);
		assertThatCode(() -> reply.subscribe(Runnable::run, (result, failure) -> {
			consumed.add(result);
			throw new IllegalStateException("consumer");
		})).hasMessage("consumer");
		assertThat(consumed).containsExactly(2);
	}

	/** What the reply gives or fails with. */
	private @Nullable Object outcome(Reply<?> reply) {
		return this.way.outcome(reply);
	}

	private static @Nullable Throwable cause(@Nullable Object failure) {
		return (failure instanceof CompletionException completion) ? completion.getCause() : (Throwable) failure;
	}

	private static Reply<Integer> failing() {
		return Reply.failed(DOWN);
	}

	private static String currentThread() {
		return Thread.currentThread().getName();
	}

	private static <S, R> Function<S, R> throwing(Throwable failure) {
		return (ignored) -> {
			if (failure instanceof Error error) {
				throw error;
			}
			throw (RuntimeException) failure;
		};
	}

	enum Way {

		AWAIT {
			@Override
			@Nullable Object outcome(Reply<?> reply) {
				try {
					return reply.await();
				}
				catch (Throwable failure) {
					return failure;
				}
			}
		},

		SUBSCRIBE {
			@Override
			@Nullable Object outcome(Reply<?> reply) {
				CompletableFuture<@Nullable Object> outcome = new CompletableFuture<>();
				reply.subscribe(EXECUTOR, (result, failure) -> outcome.complete((failure != null) ? failure : result));
				return outcome.orTimeout(10, TimeUnit.SECONDS).join();
			}
		},

		FUTURE {
			@Override
			@Nullable Object outcome(Reply<?> reply) {
				CompletableFuture<@Nullable Object> outcome = new CompletableFuture<>();
				reply.toFuture(EXECUTOR)
					.whenComplete((result, failure) -> outcome.complete((failure != null) ? failure : result));
				return outcome.orTimeout(10, TimeUnit.SECONDS).join();
			}
		};

		abstract @Nullable Object outcome(Reply<?> reply);

	}

	/** Reply that comes when the test wants it to. */
	private record FutureReply(CompletableFuture<String> future) implements Reply<String> {

		@Override
		public String await() {
			return this.future.join();
		}

		@Override
		public void subscribe(Executor executor,
				BiConsumer<? super @Nullable String, ? super @Nullable RuntimeException> consumer) {
			this.future.thenAcceptAsync((result) -> consumer.accept(result, null), executor);
		}

	}

}
