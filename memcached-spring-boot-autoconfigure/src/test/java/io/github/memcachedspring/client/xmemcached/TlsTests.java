package io.github.memcachedspring.client.xmemcached;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SSLContext;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.TestCertificates;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.memcachedspring.client.xmemcached.Engines.MINUTE;
import static io.github.memcachedspring.client.xmemcached.Engines.bytes;
import static io.github.memcachedspring.client.xmemcached.Engines.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who is connected to whom, on real servers with TLS.
 */
class TlsTests {

	private final TestCertificates certificates = TestCertificates.get();

	private final SSLContext trusting = this.certificates.context(TestCertificates.CA, null);

	@ParameterizedTest
	@CsvSource({ "TLSv1.3, 127.0.0.1", "TLSv1.2, 127.0.0.1", "TLSv1.3, localhost", "TLSv1.2, localhost",
			", 127.0.0.1" })
	void connectsToTheRightServer(@Nullable String protocol, String host) {
		try (MemcachedServer server = start(TestCertificates.SERVER)) {
			List<String> protocols = (protocol != null) ? List.of(protocol) : List.of();
			MemcachedNode node = new MemcachedNode(host, server.port());
			try (XMemcachedOperations operations = Engines.connect(Secure.settings(this.trusting, protocols, node))) {
				operations.put(Engines.key("k"), bytes("v"), MINUTE).await();
				assertThat(Engines.text(operations.get(Engines.key("k")).await())).isEqualTo("v");
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "TLSv1.3", "TLSv1.2" })
	void refusesAServerOfAnAuthorityThatIsNotTrusted(String protocol) {
		SSLContext other = this.certificates.context(TestCertificates.OTHER_CA, null);
		assertThatIsNotConnected(TestCertificates.SERVER, other, protocol, "127.0.0.1", "the TLS handshake failed",
				"PKIX path");
	}

	@ParameterizedTest
	@CsvSource({ "TLSv1.3, 127.0.0.1, No subject alternative names matching IP address 127.0.0.1",
			"TLSv1.2, localhost, localhost" })
	void refusesAServerWithAnotherName(String protocol, String host, String message) {
		assertThatIsNotConnected(TestCertificates.ELSEWHERE, this.trusting, protocol, host, "the TLS handshake failed",
				message);
	}

	@ParameterizedTest
	@CsvSource({ "TLSv1.3", "TLSv1.2" })
	void refusesAServerWhoseCertificateExpired(String protocol) {
		assertThatIsNotConnected(TestCertificates.EXPIRED, this.trusting, protocol, "127.0.0.1",
				"the TLS handshake failed", "validity check failed");
	}

	@Test
	void saysThatAServerExpectsTls() {
		try (MemcachedServer server = start(TestCertificates.SERVER);
				XMemcachedOperations operations = XMemcachedOperations.connect(Engines.settings(server.node()))) {
			assertThatFailureContains(operations, "closed the connection before it answered",
					"may expect TLS ('memcached.ssl')");
		}
	}

	/** It waits for the end of a line; what it gets is a ClientHello. */
	@Test
	void doesNotFallBackToPlainText() {
		try (MemcachedServer server = MemcachedServer.start();
				XMemcachedOperations operations = XMemcachedOperations.connect(Secure.settings(server.node()))) {
			assertThatFailureContains(operations, "the TLS handshake");
			assertThat(server.stat("cmd_get") + server.stat("cmd_set")).isZero();
			assertThat(operations.isConnected(server.node())).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void presentsItsCertificate(String protocol) {
		SSLContext known = this.certificates.context(TestCertificates.CA, TestCertificates.CLIENT);
		try (MemcachedServer server = startWithClientCertificates();
				XMemcachedOperations operations = Engines
					.connect(Secure.settings(known, List.of(protocol), server.node()))) {
			assertThat(operations.on(server.node()).ping().await()).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource({ "TLSv1.3,", "TLSv1.2,", "TLSv1.3, stranger", "TLSv1.2, stranger" })
	void isRefusedWithoutTheRightCertificateOfItsOwn(String protocol, @Nullable String certificate) {
		SSLContext unknown = this.certificates.context(TestCertificates.CA, certificate);
		try (MemcachedServer server = startWithClientCertificates();
				XMemcachedOperations operations = XMemcachedOperations
					.connect(Secure.settings(unknown, List.of(protocol), server.node()))) {
			waitUntil(() -> operations.connection(Engines.key("k")).firstAttempt().getCount() == 0);
			assertThat(operations.isConnected(server.node())).isFalse();
			assertThatFailureContains(operations, "No connection to memcached node");
			System.out.printf("client certificate %s, %s: %s%n", certificate, protocol, Secure.failure(operations));
		}
	}

	/** As after the reload of an SSL bundle. */
	@Test
	void asksForCertificatesWithEachConnection() {
		AtomicReference<SSLContext> current = new AtomicReference<>(
				this.certificates.context(TestCertificates.OTHER_CA, null));
		try (MemcachedServer server = start(TestCertificates.SERVER);
				XMemcachedOperations operations = XMemcachedOperations.connect(
						Engines.settings(server.node()).tls(new TlsSettings(current::get, List.of(), List.of())))) {
			assertThatFailureContains(operations, "PKIX path");
			current.set(this.trusting);
			waitUntil(() -> operations.isConnected(server.node()));
			current.set(this.certificates.context(TestCertificates.OTHER_CA, null));
			assertThat(operations.on(server.node()).ping().await()).isTrue();
			server.restart();
			assertThatFailureContains(operations, "PKIX path");
		}
	}

	@Test
	void survivesASupplierOfCertificatesThatFails() {
		AtomicReference<@Nullable SSLContext> current = new AtomicReference<>();
		try (MemcachedServer server = start(TestCertificates.SERVER);
				XMemcachedOperations operations = XMemcachedOperations
					.connect(Engines.settings(server.node()).tls(new TlsSettings(() -> {
						SSLContext context = current.get();
						if (context == null) {
							throw new IllegalStateException("no certificates yet");
						}
						return context;
					}, List.of(), List.of())))) {
			assertThatFailureContains(operations, "no certificates yet");
			current.set(this.trusting);
			waitUntil(() -> operations.isConnected(server.node()));
		}
	}

	private void assertThatIsNotConnected(String certificate, SSLContext context, String protocol, String host,
			String... messages) {
		try (MemcachedServer server = start(certificate)) {
			MemcachedNode node = new MemcachedNode(host, server.port());
			try (XMemcachedOperations operations = XMemcachedOperations
				.connect(Secure.settings(context, List.of(protocol), node))) {
				assertThatFailureContains(operations, messages);
				assertThat(operations.isConnected(node)).isFalse();
			}
		}
	}

	private static void assertThatFailureContains(XMemcachedOperations operations, String... messages) {
		waitUntil(() -> {
			String failure = Secure.failure(operations);
			return failure != null && List.of(messages).stream().allMatch(failure::contains);
		});
	}

	private MemcachedServer start(String certificate) {
		return MemcachedServer.start(this.certificates.serverArguments(certificate));
	}

	private MemcachedServer startWithClientCertificates() {
		return MemcachedServer.start(this.certificates.serverArguments(TestCertificates.SERVER, "ssl_verify_mode=2",
				"ssl_ca_cert=" + this.certificates.certificateFile(TestCertificates.CA)));
	}

}
