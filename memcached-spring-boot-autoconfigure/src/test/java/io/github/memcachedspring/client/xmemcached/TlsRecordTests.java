package io.github.memcachedspring.client.xmemcached;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.TestCertificates;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.memcachedspring.client.xmemcached.Engines.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Commands and TLS records. Memcached (1.6.18) answers a command that begins in the
 * middle of a record only when the next record comes, if the one before it ends there
 * with a long value.
 */
class TlsRecordTests {

	private static final int ROUNDS = 100;

	private static final int BUFFER_SIZE = 64 * 1024;

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void noCommandOfAPipelineWaitsForAnother(String protocol) {
		TestCertificates certificates = TestCertificates.get();
		long seed = System.nanoTime();
		Random random = new Random(seed);
		try (MemcachedServer server = MemcachedServer.start(certificates.serverArguments(TestCertificates.SERVER));
				XMemcachedOperations operations = Engines.connect(Secure
					.settings(certificates.context(TestCertificates.CA, null), List.of(protocol), server.node()))) {
			for (int round = 0; round < ROUNDS; round++) {
				pipeline(operations, random, "seed %d, round %d".formatted(seed, round));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void aBatchFitsIntoOneRecord(String protocol) throws SSLException {
		SSLContext context = TestCertificates.get().context(TestCertificates.CA, TestCertificates.SERVER);
		SSLEngine client = context.createSSLEngine("localhost", 1);
		client.setUseClientMode(true);
		client.setEnabledProtocols(new String[] { protocol });
		SSLEngine server = context.createSSLEngine();
		server.setUseClientMode(false);
		shakeHands(client, server);
		ByteBuffer record = ByteBuffer.allocate(BUFFER_SIZE);
		SSLEngineResult result = client.wrap(ByteBuffer.allocate(2 * TlsSession.RECORD_SIZE), record);
		System.out.printf("%s, %s: %d bytes in a record%n", protocol, client.getSession().getCipherSuite(),
				result.bytesConsumed());
		assertThat(result.bytesConsumed()).isGreaterThanOrEqualTo(TlsSession.RECORD_SIZE);
		assertThat(record.getShort(3) + 5).isEqualTo(result.bytesProduced());
	}

	private static void shakeHands(SSLEngine client, SSLEngine server) throws SSLException {
		ByteBuffer requests = ByteBuffer.allocate(BUFFER_SIZE);
		ByteBuffer answers = ByteBuffer.allocate(BUFFER_SIZE);
		client.beginHandshake();
		server.beginHandshake();
		while (client.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
				|| server.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
			step(client, requests, answers);
			step(server, answers, requests);
		}
	}

	private static void step(SSLEngine engine, ByteBuffer out, ByteBuffer in) throws SSLException {
		for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
			task.run();
		}
		if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
			engine.wrap(ByteBuffer.allocate(0), out);
		}
		else if (in.flip().hasRemaining()) {
			engine.unwrap(in, ByteBuffer.allocate(BUFFER_SIZE));
			in.compact();
		}
		else {
			in.clear();
		}
	}

	/** Ends with commands that nothing follows. */
	private static void pipeline(XMemcachedOperations operations, Random random, String description) {
		List<byte[]> values = new ArrayList<>();
		List<Reply<StoreResult>> puts = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			byte[] value = new byte[1 + random.nextInt(random.nextBoolean() ? 40_000 : 200)];
			random.nextBytes(value);
			values.add(value);
			puts.add(operations.put(Engines.key("k" + i), value, MINUTE));
		}
		List<Reply<@Nullable Item>> gets = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			gets.add(operations.get(Engines.key("k" + i)));
		}
		for (int i = 0; i < 8; i++) {
			assertThat(puts.get(i).await()).as(description).isEqualTo(StoreResult.STORED);
			assertThat(Objects.requireNonNull(gets.get(i).await()).value()).as(description).isEqualTo(values.get(i));
		}
	}

}
