package io.github.memcachedspring.client.discovery;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.test.ConfigurationEndpoint;
import io.github.memcachedspring.test.TestCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class EndpointClientTests {

	/** Of those who are to be waited for in vain. */
	private static final Duration SHORT = Duration.ofMillis(300);

	private static final Duration LONG = Duration.ofSeconds(20);

	private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();

	@AfterEach
	void close() {
		this.watch.shutdownNow();
	}

	@Test
	void takesTheAddressOfANodeWithoutAName() throws IOException {
		try (ConfigurationEndpoint endpoint = ConfigurationEndpoint.start()) {
			endpoint.answer(ConfigurationEndpoint.configuration(1, "|10.0.0.7|11211 |fd00::7|11211 a.example||11211"));
			assertThat(ask(endpoint).nodes()).extracting(MemcachedNode::toString)
				.containsExactlyInAnyOrder("10.0.0.7:11211", "[fd00::7]:11211", "a.example:11211");
		}
	}

	@Test
	void namesTheNodesInAnOrderThatIsNotTheEndpoints() throws IOException {
		try (ConfigurationEndpoint endpoint = ConfigurationEndpoint.start()) {
			endpoint.answer(ConfigurationEndpoint.configuration(1, "b|10.0.0.1|1 a|10.0.0.2|2 a|10.0.0.2|1"));
			ClusterConfiguration first = ask(endpoint);
			endpoint.answer(ConfigurationEndpoint.configuration(1, "a|10.0.0.2|1 a|10.0.0.2|2 b|10.0.0.1|1"));
			assertThat(ask(endpoint).nodes()).isEqualTo(first.nodes()).hasSize(3);
		}
	}

	@Test
	void asksOldEnginesInTheirWay() throws IOException {
		try (ConfigurationEndpoint endpoint = ConfigurationEndpoint.start()) {
			endpoint.answerAsOfOld("7\na.example|10.0.0.1|11211\n");
			assertThat(ask(endpoint).nodes()).containsExactly(MemcachedNode.parse("a.example:11211"));
		}
	}

	static Stream<String> answersThatAreNone() {
		String right = ConfigurationEndpoint.configuration(9, "b.example|10.0.0.1|11212");
		String many = IntStream.range(0, 1001)
			.mapToObj((i) -> "a|10.0.0.1|" + (i + 1))
			.collect(Collectors.joining(" "));
		return Stream.of("", "garbage\r\n", "\0\1\2\u00ff\r\n", "x".repeat(100_000), "END\r\n", "SERVER_ERROR busy\r\n",
				ConfigurationEndpoint.configuration(9, ""), ConfigurationEndpoint.configuration(9, "b.example|11212"),
				ConfigurationEndpoint.configuration(9, "b.example|10.0.0.1|port"),
				ConfigurationEndpoint.configuration(9, "b.example|10.0.0.1|65536"),
				ConfigurationEndpoint.configuration(9, "b.example|10.0.0.1|11212 ||11212"),
				ConfigurationEndpoint.configuration(9, "b.example|10.0.0.1|11212\nmore"),
				ConfigurationEndpoint.configuration(9, many), right.replace("9\n", "nine\n"),
				right.replace("END\r\n", ""), right.substring(0, right.length() / 2), right.replace("END", "STOP"),
				"CONFIG cluster 0 -1\r\n", "CONFIG cluster 0 2000000000\r\n", "CONFIG cluster 0 many\r\n",
				"CONFIG cluster 0 1\r\n\n" + "\r\n".repeat(100_000));
	}

	@ParameterizedTest
	@MethodSource("answersThatAreNone")
	void takesNothingElseForAConfiguration(String answer) {
		try (ConfigurationEndpoint endpoint = ConfigurationEndpoint.start()) {
			endpoint.answer(answer);
			assertThatIOException().isThrownBy(() -> ask(endpoint, "127.0.0.1", EndpointTransport.PLAIN, SHORT));
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void leavesAnEndpointThatHangs(boolean encrypted) {
		CountDownLatch end = new CountDownLatch(1);
		try (ConfigurationEndpoint endpoint = ConfigurationEndpoint.start()) {
			endpoint.answer((question) -> {
				awaitUninterruptibly(end);
				return "";
			});
			SSLContext context = TestCertificates.get().context(TestCertificates.CA, null);
			EndpointTransport transport = encrypted ? over(context) : EndpointTransport.PLAIN;
			assertThatIOException().isThrownBy(() -> ask(endpoint, "localhost", transport, SHORT))
				.withMessage("no answer within 300 ms");
		}
		finally {
			end.countDown();
		}
	}

	@Test
	void encryptsTheConversation() throws IOException {
		try (ConfigurationEndpoint endpoint = startWithTls(TestCertificates.SERVER)) {
			assertThat(ask(endpoint, "localhost", trusting(TestCertificates.CA), LONG).nodes()).hasSize(1);
			assertThat(ask(endpoint, "127.0.0.1", trusting(TestCertificates.CA), LONG).nodes()).hasSize(1);
		}
	}

	@Test
	void tellsNothingToAnEndpointWithTheCertificateOfAnother() {
		try (ConfigurationEndpoint endpoint = startWithTls(TestCertificates.ELSEWHERE)) {
			assertThatIOException().isThrownBy(() -> ask(endpoint, "localhost", trusting(TestCertificates.CA), LONG))
				.withMessageContaining("localhost");
			assertThat(endpoint.questions()).isZero();
		}
	}

	@Test
	void tellsNothingToAnEndpointThatIsNotTrustedOrInPlainText() {
		try (ConfigurationEndpoint endpoint = startWithTls(TestCertificates.SERVER);
				ConfigurationEndpoint plain = ConfigurationEndpoint.start()) {
			assertThatIOException()
				.isThrownBy(() -> ask(endpoint, "localhost", trusting(TestCertificates.OTHER_CA), LONG));
			assertThatIOException().isThrownBy(() -> ask(plain, "localhost", trusting(TestCertificates.CA), SHORT));
			assertThat(endpoint.questions()).isZero();
		}
	}

	private ConfigurationEndpoint startWithTls(String certificate) {
		ConfigurationEndpoint endpoint = ConfigurationEndpoint
			.startWithTls(TestCertificates.get().context(TestCertificates.CA, certificate));
		endpoint.tell(1, MemcachedNode.parse("a.example:11211"));
		return endpoint;
	}

	private EndpointTransport trusting(String authority) {
		return over(TestCertificates.get().context(authority, null));
	}

	private static EndpointTransport over(SSLContext context) {
		return (connection, endpoint) -> encrypted(context, connection, endpoint);
	}

	private static Socket encrypted(SSLContext context, Socket connection, MemcachedNode endpoint) throws IOException {
		return context.getSocketFactory().createSocket(connection, endpoint.host(), endpoint.port(), true);
	}

	private ClusterConfiguration ask(ConfigurationEndpoint endpoint) throws IOException {
		return ask(endpoint, "127.0.0.1", EndpointTransport.PLAIN, LONG);
	}

	private ClusterConfiguration ask(ConfigurationEndpoint endpoint, String host, EndpointTransport transport,
			Duration limit) throws IOException {
		DiscoverySettings settings = new DiscoverySettings(new MemcachedNode(host, endpoint.node().port()),
				Duration.ofMinutes(1), LONG, limit, transport);
		try (EndpointClient client = new EndpointClient(settings, this.watch)) {
			return client.ask();
		}
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
