package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.RecordingServer;
import io.github.memcachedspring.test.TestCertificates;
import io.github.memcachedspring.test.Wiretap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.StringUtils;

import static io.github.memcachedspring.client.xmemcached.Engines.MINUTE;
import static io.github.memcachedspring.client.xmemcached.Engines.bytes;
import static io.github.memcachedspring.client.xmemcached.Engines.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Authentication by {@code memcached -Y}.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("slow")
class AuthenticationTests {

	private static final String NOT_ACCEPTED = "it does not accept 'memcached.username' and 'memcached.password'";

	private final AtomicReference<@Nullable Credentials> credentials = new AtomicReference<>(
			new Credentials("shop", "secret-1"));

	@TempDir
	private Path directory;

	private Path file;

	@BeforeEach
	void writeFile() throws IOException {
		this.file = this.directory.resolve("passwords");
		allow("shop:secret-1", "other:secret-9");
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "localhost" })
	void isAcceptedByNameAndAddress(String host) {
		try (MemcachedServer server = start();
				XMemcachedOperations operations = Engines.connect(settings(new MemcachedNode(host, server.port())))) {
			operations.put(Engines.key("k"), bytes("v"), MINUTE).await();
			assertThat(Engines.text(operations.get(Engines.key("k")).await())).isEqualTo("v");
		}
	}

	@Test
	void authenticatesWithinTls() {
		TestCertificates certificates = TestCertificates.get();
		List<String> arguments = new CopyOnWriteArrayList<>(certificates.serverArguments(TestCertificates.SERVER));
		arguments.addAll(List.of("-Y", this.file.toString()));
		try (MemcachedServer server = MemcachedServer.start(arguments.toArray(String[]::new));
				XMemcachedOperations operations = Engines
					.connect(Secure.settings(server.node()).credentials(this.credentials::get))) {
			assertThat(operations.on(server.node()).ping().await()).isTrue();
		}
	}

	@Test
	void saysOnceThatThePasswordIsWrongAndTriesAgainAfterFiveSeconds(CapturedOutput output) {
		this.credentials.set(new Credentials("shop", "secret-wrong"));
		try (MemcachedServer server = start();
				Wiretap wiretap = Wiretap.before(server.node());
				XMemcachedOperations operations = XMemcachedOperations.connect(settings(wiretap.node()))) {
			waitUntilFailureContains(operations, NOT_ACCEPTED);
			assertThat(Secure.failure(operations)).contains(wiretap.node().toString(), "denies access")
				.doesNotContain("secret-wrong");
			waitUntil(() -> wiretap.connectedAt().size() > 1);
			List<Long> attempts = wiretap.connectedAt();
			assertThat(Duration.ofNanos(attempts.get(1) - attempts.get(0))).isGreaterThan(Duration.ofMillis(4900));
			assertThat(output).contains("WARN")
				.contains("Memcached node '%s' denies access: %s".formatted(wiretap.node(), NOT_ACCEPTED));
			assertThat(StringUtils.countOccurrencesOf(output.getAll(), "denies access")).isOne();
			assertThat(output).doesNotContain("secret-wrong");
		}
	}

	@Test
	void saysThatTheServerDemandsAuthentication(CapturedOutput output) {
		this.credentials.set(null);
		try (MemcachedServer server = start();
				XMemcachedOperations operations = XMemcachedOperations.connect(settings(server.node()))) {
			waitUntilFailureContains(operations,
					"it demands authentication; set 'memcached.username' and 'memcached.password'");
			assertThat(output).contains("WARN").contains("it demands authentication");
			this.credentials.set(new Credentials("shop", "secret-1"));
			waitUntil(() -> operations.isConnected(server.node()));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "with space", "", "shop" })
	void saysSoToNamesThatNoServerCanKnow(String username) {
		this.credentials.set(new Credentials(username, "secret 1"));
		try (MemcachedServer server = start();
				XMemcachedOperations operations = XMemcachedOperations.connect(settings(server.node()))) {
			waitUntilFailureContains(operations, NOT_ACCEPTED);
		}
	}

	@Test
	void recoversWhenTheServersFileChanges() throws IOException {
		allow("shop:secret-2");
		try (MemcachedServer server = start();
				XMemcachedOperations operations = XMemcachedOperations.connect(settings(server.node()))) {
			waitUntilFailureContains(operations, NOT_ACCEPTED);
			allow("shop:secret-1");
			server.restart();
			waitUntil(() -> operations.isConnected(server.node()));
		}
	}

	/** The new password is asked for when the connection is made anew. */
	@Test
	void followsARotation(CapturedOutput output) throws IOException {
		try (MemcachedServer server = start();
				XMemcachedOperations operations = Engines.connect(settings(server.node()))) {
			allow("shop:secret-2");
			server.restart();
			waitUntilFailureContains(operations, NOT_ACCEPTED);
			this.credentials.set(new Credentials("shop", "secret-2"));
			waitUntil(() -> operations.isConnected(server.node()));
			assertThat(Secure.failure(operations)).isNull();
			assertThat(StringUtils.countOccurrencesOf(output.getAll(), "denies access")).isOne();
		}
	}

	@Test
	void authenticatesAnewWhenAConnectionIsNotKnownAnyMore() {
		RecordingServer.Responder empty = RecordingServer.emptyServer();
		AtomicBoolean forgetful = new AtomicBoolean();
		try (RecordingServer server = RecordingServer.start((line, data) -> {
			if (line.startsWith("set ")) {
				return new byte[0];
			}
			if (line.startsWith("shop ")) {
				return bytes("STORED\r\n");
			}
			return (line.equals("mn") && forgetful.getAndSet(false)) ? bytes("CLIENT_ERROR unauthenticated\r\n")
					: empty.reply(line, data);
		}); XMemcachedOperations operations = Engines.connect(settings(server.node()))) {
			assertThat(server.lines().subList(0, 3)).satisfiesExactly((line) -> assertThat(line).startsWith("set "),
					(line) -> assertThat(line).isEqualTo("shop secret-1"),
					(line) -> assertThat(line).isEqualTo("version"));
			NodeSession first = operations.connection(Engines.key("any")).session();
			this.credentials.set(new Credentials("shop", "secret-2"));
			forgetful.set(true);
			assertThat(Secure.failure(operations)).contains("CLIENT_ERROR unauthenticated");
			waitUntil(() -> operations.isConnected(server.node())
					&& operations.connection(Engines.key("any")).session() != first);
			assertThat(server.lines()).contains("shop secret-2");
			assertThat(Secure.failure(operations)).isNull();
		}
	}

	/** To a server that knows no authentication it is a store. */
	@Test
	void leavesNoPasswordOnAServerThatDoesNotAskForIt() {
		try (MemcachedServer server = MemcachedServer.start();
				XMemcachedOperations operations = Engines.connect(settings(server.node()))) {
			assertThat(operations.on(server.node()).ping().await()).isTrue();
			assertThat(server.command("get memcached-spring-authentication")).isEqualTo("END");
			assertThat(server.stat("cmd_set")).isPositive();
		}
	}

	private static void waitUntilFailureContains(XMemcachedOperations operations, String message) {
		waitUntil(() -> String.valueOf(Secure.failure(operations)).contains(message));
	}

	private void allow(String... entries) throws IOException {
		Files.write(this.file, List.of(entries));
	}

	private MemcachedServer start() {
		return MemcachedServer.start("-Y", this.file.toString());
	}

	private XMemcachedSettings settings(MemcachedNode node) {
		return Engines.settings(node).credentials(this.credentials::get);
	}

}
