package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.github.memcachedspring.client.BulkResult;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.ItemTooLargeException;
import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.TestCertificates;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.github.memcachedspring.test.MemcachedServerExtension;

import static io.github.memcachedspring.client.xmemcached.Engines.MINUTE;
import static io.github.memcachedspring.client.xmemcached.Engines.bytes;
import static io.github.memcachedspring.client.xmemcached.Engines.key;
import static io.github.memcachedspring.client.xmemcached.Engines.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PipelinedOperations}, and of the way to connect that it shares with
 * {@link KeyDump}.
 */
@ExtendWith(MemcachedServerExtension.class)
class PipelinedOperationsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Test
	void sendsManyCommandsBeforeItReadsTheFirstAnswer(MemcachedServer server) {
		run(Engines.settings(server.node()), (pipeline) -> {
			List<MemcachedKey> keys = IntStream.range(0, 1000).mapToObj((i) -> key("many-" + i)).toList();
			List<Reply<StoreResult>> stores = keys.stream()
				.map((key) -> pipeline.put(key, bytes("value of " + key.getKey()), MINUTE))
				.toList();
			assertThat(stores).allSatisfy((store) -> assertThat(store.await()).isEqualTo(StoreResult.STORED));
			BulkResult<@Nullable Item> found = pipeline.getAll(keys).await();
			assertThat(found.results()).hasSize(1000)
				.allSatisfy((key, item) -> assertThat(text(item)).isEqualTo("value of " + key.getKey()));
		});
	}

	/** Their answers are larger than all buffers between here and there. */
	@Test
	void readsManyLargeItems(MemcachedServer server) {
		run(Engines.settings(server.node()), (pipeline) -> {
			byte[] large = new byte[900_000];
			List<MemcachedKey> keys = IntStream.range(0, 32).mapToObj((i) -> key("large-" + i)).toList();
			keys.forEach((key) -> pipeline.put(key, large, MINUTE).await());
			List<Reply<@Nullable Item>> reads = new ArrayList<>();
			keys.forEach((key) -> reads.add(pipeline.get(key)));
			pipeline.flush();
			assertThat(reads).allSatisfy((read) -> assertThat(read.await().value()).hasSize(large.length));
		});
	}

	@Test
	void holdsLeasesThatAreVoidOnOtherConnections(MemcachedServer server) {
		run(Engines.settings(server.node()), (pipeline) -> {
			Item stub = pipeline.getWithLease(key("lease"), MINUTE).await();
			assertThat(stub.won()).isTrue();
			run(Engines.settings(server.node()),
					(other) -> assertThat(other.fill(key("lease"), bytes("other"), MINUTE, stub.token()).await())
						.isEqualTo(StoreResult.TOKEN_EXPIRED));
			assertThat(pipeline.fill(key("lease"), bytes("own"), MINUTE, stub.token()).await())
				.isEqualTo(StoreResult.STORED);
		});
	}

	@Test
	void failsOnlyTheCommandOfAnItemThatIsTooLarge(MemcachedServer server) {
		run(Engines.settings(server.node()).maxItemSize(2_000_000), (pipeline) -> {
			Reply<StoreResult> tooLarge = pipeline.put(key("too-large"), new byte[1_500_000], MINUTE);
			Reply<StoreResult> next = pipeline.put(key("next"), bytes("v"), MINUTE);
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(tooLarge::await)
				.withMessageContaining("too large");
			assertThat(next.await()).isEqualTo(StoreResult.STORED);
		});
		run(Engines.settings(server.node()).maxItemSize(100), (pipeline) -> {
			pipeline.put(key("limit"), new byte[100], MINUTE).await();
			assertThatExceptionOfType(ItemTooLargeException.class)
				.isThrownBy(() -> pipeline.put(key("limit"), new byte[101], MINUTE).await());
			assertThat(pipeline.get(key("limit")).await().value()).hasSize(100);
		});
	}

	@Test
	@Tag("slow")
	void failsWhatWasSentWhenTheServerDiesAndConnectsAgain() {
		try (MemcachedServer server = MemcachedServer.start()) {
			run(Engines.settings(server.node()), (pipeline) -> {
				Item stub = pipeline.getWithLease(key("lost"), MINUTE).await();
				server.restart();
				Reply<@Nullable Item> read = pipeline.get(key("lost"));
				assertThatExceptionOfType(MemcachedConnectionException.class).isThrownBy(read::await);
				Engines.waitUntil(() -> isAnswered(pipeline));
				assertThat(pipeline.fill(key("lost"), bytes("v"), MINUTE, stub.token()).await())
					.isEqualTo(StoreResult.TOKEN_EXPIRED);
			});
		}
	}

	private static boolean isAnswered(PipelinedOperations pipeline) {
		try {
			return pipeline.get(key("lost")).await() == null;
		}
		catch (MemcachedConnectionException ex) {
			return false;
		}
	}

	@Test
	@Tag("slow")
	void encryptsAndAuthenticatesAsTheClusterDoes(@TempDir Path directory) throws IOException {
		TestCertificates certificates = TestCertificates.get();
		Path passwords = Files.writeString(directory.resolve("passwords"), "shop:secret\n");
		try (MemcachedServer server = MemcachedServer.start(secure(certificates, passwords))) {
			MemcachedNode node = new MemcachedNode("localhost", server.port());
			XMemcachedSettings settings = Secure.settings(node).credentials(() -> new Credentials("shop", "secret"));
			run(settings, (pipeline) -> {
				List<Reply<StoreResult>> stores = IntStream.range(0, 500)
					.mapToObj((i) -> pipeline.put(key("tls-" + i), new byte[i * 100 + 1], MINUTE))
					.toList();
				assertThat(stores).allSatisfy((store) -> assertThat(store.await()).isEqualTo(StoreResult.STORED));
				assertThat(IntStream.range(0, 500))
					.allSatisfy((i) -> assertThat(pipeline.get(key("tls-" + i)).await().value()).hasSize(i * 100 + 1));
			});
			assertThat(KeyDumpTests.keys(node, settings)).hasSize(500);
			XMemcachedSettings wrong = settings.credentials(() -> new Credentials("shop", "wrong"));
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> KeyDump.open(node, wrong))
				.withMessageContaining("does not accept the credentials");
		}
	}

	private static String[] secure(TestCertificates certificates, Path passwords) {
		List<String> arguments = new ArrayList<>(List.of(certificates.serverArguments(TestCertificates.SERVER)));
		arguments.addAll(List.of("-Y", passwords.toString()));
		return arguments.toArray(String[]::new);
	}

	static void run(XMemcachedSettings settings, Body body) {
		try (XMemcachedOperations cluster = Engines.connect(settings);
				PipelinedOperations pipeline = new PipelinedOperations(cluster, settings, PATIENCE)) {
			body.run(pipeline);
		}
	}

	/** What is done with a pipeline. */
	interface Body {

		void run(PipelinedOperations pipeline);

	}

}
