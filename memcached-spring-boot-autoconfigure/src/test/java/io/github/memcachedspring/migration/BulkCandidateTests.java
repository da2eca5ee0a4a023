package io.github.memcachedspring.migration;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.InterceptedOperations;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.Verb;
import io.github.memcachedspring.client.xmemcached.PipelinedOperations;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Entries of a batch for which a server does not answer one question. */
@ExtendWith(MemcachedServerExtension.class)
class BulkCandidateTests {

	private static final Expiration MINUTE = Expiration.after(Duration.ofMinutes(1));

	private final MemcachedServer server;

	BulkCandidateTests(MemcachedServer server) {
		this.server = server;
	}

	/** Of the bars, "mc" are those of caches, and "ms" say that there are others. */
	@ParameterizedTest
	@ValueSource(strings = { ":mc:", ":ms:" })
	void allFailWithTheQuestionForTheirBarsAndMayBeTriedAgain(String unanswered) {
		KeySpace space = KeySpace.of("", "c", "candidates" + unanswered.charAt(2));
		List<MemcachedKey> keys = IntStream.range(0, 3).mapToObj((i) -> space.key("i=" + i)).toList();
		try (App app = App.in(MigrationPhase.NONE, this.server.node(), this.server.node()).start();
				PipelinedOperations pipeline = new PipelinedOperations(app.newCluster, app.oldSettings, App.PATIENCE)) {
			Bars bars = new Bars(pipeline, MINUTE);
			BulkCandidate.Shared shared = new BulkCandidate.Shared(
					new Unanswered(pipeline.on(this.server.node()), this.server.node(), unanswered), 1);
			List<BulkCandidate> candidates = keys.stream().map((key) -> new BulkCandidate(key, shared)).toList();
			shared.ask(bars, space);
			assertThat(candidates).allSatisfy((candidate) -> {
				assertThat(candidate.isWon()).isTrue();
				assertThatExceptionOfType(MemcachedConnectionException.class)
					.isThrownBy(() -> candidate.askForBar(bars));
			});
			assertThat(keys).allSatisfy((key) -> assertThat(pipeline.get(key).await()).as("the lease").isNull());
		}
	}

	@Test
	void givesTheLeaseBackIfTheOldClusterDoesNotAnswer() {
		KeySpace space = KeySpace.of("", "c", "originals");
		MemcachedKey key = space.key("i=1");
		try (App app = App.in(MigrationPhase.NONE, this.server.node(), this.server.node()).start();
				PipelinedOperations pipeline = new PipelinedOperations(app.newCluster, app.oldSettings, App.PATIENCE)) {
			Bars bars = new Bars(pipeline, MINUTE);
			NodeOperations node = pipeline.on(this.server.node());
			BulkCandidate.Shared shared = new BulkCandidate.Shared(node, 1);
			BulkCandidate candidate = new BulkCandidate(key, shared);
			shared.ask(bars, space);
			assertThat(candidate.isWon() && candidate.askForBar(bars)).isTrue();
			candidate.look(new Unanswered(node, this.server.node(), ":c:"), System.nanoTime());
			assertThatExceptionOfType(MemcachedConnectionException.class).isThrownBy(candidate::awaitOriginal);
			assertThat(node.get(key).await()).as("the lease").isNull();
		}
	}

	/** Does not answer reads of some keys. */
	private static final class Unanswered extends InterceptedOperations {

		private final MemcachedNode node;

		private final String keys;

		Unanswered(NodeOperations delegate, MemcachedNode node, String keys) {
			super(delegate, delegate);
			this.node = node;
			this.keys = keys;
		}

		@Override
		protected boolean isOff() {
			return false;
		}

		@Override
		protected <T extends @Nullable Object> Reply<T> intercept(Verb verb, @Nullable MemcachedKey key,
				Supplier<Reply<T>> command) {
			return (verb == Verb.GET && key != null && key.toString().contains(this.keys))
					? Reply.failed(new MemcachedConnectionException("no answer", this.node, true, null))
					: command.get();
		}

	}

}
