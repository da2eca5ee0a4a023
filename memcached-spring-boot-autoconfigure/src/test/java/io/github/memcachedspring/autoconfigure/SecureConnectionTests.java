package io.github.memcachedspring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.TestCertificates;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * TLS and authentication by properties and connection details.
 */
@Tag("slow")
class SecureConnectionTests {

	private static final String BUNDLE = "memcached.ssl.bundle=cache";

	private final TestCertificates certificates = TestCertificates.get();

	@Test
	void usesTheBundleOfThatName() {
		try (MemcachedServer server = startWithTls()) {
			context(server.node()).withPropertyValues(BUNDLE, trust(TestCertificates.CA))
				.run((context) -> waitUntil(() -> failure(context) == null));
		}
	}

	@Test
	void presentsTheBundlesCertificate() {
		try (MemcachedServer server = startWithTls("ssl_verify_mode=2",
				"ssl_ca_cert=" + this.certificates.certificateFile(TestCertificates.CA))) {
			String key = "spring.ssl.bundle.pem.cache.keystore.";
			context(server.node())
				.withPropertyValues(BUNDLE, trust(TestCertificates.CA),
						key + "certificate=file:" + this.certificates.certificateFile(TestCertificates.CLIENT),
						key + "private-key=file:" + this.certificates.keyFile(TestCertificates.CLIENT),
						"spring.ssl.bundle.pem.cache.options.enabled-protocols=TLSv1.2")
				.run((context) -> waitUntil(() -> failure(context) == null));
		}
	}

	@Test
	void noticesThatABundleWasReloaded() {
		try (MemcachedServer server = startWithTls()) {
			context(server.node())
				.withPropertyValues(BUNDLE, trust(TestCertificates.OTHER_CA),
						trust(TestCertificates.CA).replace(".cache.", ".fresh."))
				.run((context) -> {
					waitUntil(() -> String.valueOf(failure(context)).contains("PKIX path"));
					SslBundle fresh = context.getBean(SslBundles.class).getBundle("fresh");
					context.getBean(SslBundleRegistry.class).updateBundle("cache", fresh);
					waitUntil(() -> failure(context) == null);
				});
		}
	}

	@Test
	void trustsWhatTheJdkTrustsWithoutABundle() {
		try (MemcachedServer server = startWithTls()) {
			context(server.node()).withPropertyValues("memcached.ssl.enabled=true")
				.run((context) -> waitUntil(() -> String.valueOf(failure(context)).contains("PKIX path")));
		}
	}

	@Test
	void encryptsNothingWhenTlsIsDisabled() {
		try (MemcachedServer server = MemcachedServer.start()) {
			context(server.node()).withPropertyValues("memcached.ssl.enabled=false", BUNDLE, trust(TestCertificates.CA))
				.run((context) -> waitUntil(() -> failure(context) == null));
		}
	}

	@Test
	void doesNotStartWithABundleThatDoesNotExist() {
		context(new MemcachedNode("127.0.0.1", 1)).withPropertyValues(BUNDLE)
			.run((context) -> assertThat(context).getFailure().hasRootCauseInstanceOf(NoSuchSslBundleException.class));
	}

	@Test
	void doesNotStartWithABundleWhenThereAreNone() {
		TestContexts.with(new MemcachedNode("127.0.0.1", 1))
			.withPropertyValues(BUNDLE)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("memcached.ssl.bundle")
				.hasMessageContaining("There is no 'SslBundles' bean"));
	}

	@ParameterizedTest
	@CsvSource({ "memcached.username=shop, memcached.password, memcached.username",
			"memcached.password=secret, memcached.username, memcached.password",
			"memcached.username=shop;memcached.password=, memcached.password, memcached.username" })
	void doesNotStartWithHalfOfTheCredentials(String properties, String missing, String present) {
		context(new MemcachedNode("127.0.0.1", 1)).withPropertyValues(properties.split(";"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(failure) -> assertThat(failure.getName()).isEqualTo(missing))
				.hasMessageContaining("'%s' is set, so this must be, too.".formatted(present))
				.hasMessageNotContaining("secret"));
	}

	@Test
	void authenticates(@TempDir Path directory) throws IOException {
		try (MemcachedServer server = startWithPassword(directory)) {
			context(server.node()).withPropertyValues("memcached.username=shop", "memcached.password=secret")
				.run((context) -> waitUntil(() -> failure(context) == null));
		}
	}

	/** An outage of the secrets must not keep applications from starting. */
	@Test
	void startsWithAWrongPassword(@TempDir Path directory) throws IOException {
		try (MemcachedServer server = startWithPassword(directory)) {
			context(server.node()).withPropertyValues("memcached.username=shop", "memcached.password=wrong")
				.run((context) -> {
					assertThat(context).hasNotFailed();
					waitUntil(() -> String.valueOf(failure(context)).contains("'memcached.password'"));
				});
		}
	}

	@Test
	void takesAllOfItFromConnectionDetails(@TempDir Path directory) throws IOException {
		Path passwords = Files.write(directory.resolve("passwords"), List.of("shop:secret"));
		List<String> arguments = new ArrayList<>(List.of("-Y", passwords.toString()));
		arguments.addAll(List.of(this.certificates.serverArguments(TestCertificates.SERVER)));
		try (MemcachedServer server = MemcachedServer.start(arguments.toArray(String[]::new))) {
			context(new MemcachedNode("127.0.0.1", 1)).withPropertyValues(trust(TestCertificates.CA))
				.withUserConfiguration(DetailsConfiguration.class)
				.withBean(MemcachedNode.class, server::node)
				.run((context) -> waitUntil(() -> failure(context) == null));
		}
	}

	private ApplicationContextRunner context(MemcachedNode node) {
		return TestContexts.with(node).withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class));
	}

	private String trust(String authority) {
		return "spring.ssl.bundle.pem.cache.truststore.certificate=file:"
				+ this.certificates.certificateFile(authority);
	}

	private MemcachedServer startWithTls(String... options) {
		return MemcachedServer.start(this.certificates.serverArguments(TestCertificates.SERVER, options));
	}

	private static MemcachedServer startWithPassword(Path directory) throws IOException {
		Path file = Files.write(directory.resolve("passwords"), List.of("shop:secret"));
		return MemcachedServer.start("-Y", file.toString());
	}

	private static @Nullable String failure(ApplicationContext context) {
		MemcachedOperations operations = context.getBean(MemcachedOperations.class);
		try {
			operations.on(operations.nodes().get(0)).ping().await();
			return null;
		}
		catch (MemcachedException ex) {
			return Objects.requireNonNull(ex.getMessage());
		}
	}

	private static void waitUntil(Callable<Boolean> condition) {
		Awaitility.await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(20)).until(condition);
	}

	@Configuration(proxyBeanMethods = false)
	static class DetailsConfiguration {

		@Bean
		MemcachedConnectionDetails details(MemcachedNode node, SslBundles bundles) {
			return new MemcachedConnectionDetails() {

				@Override
				public List<MemcachedNode> getNodes() {
					return List.of(node);
				}

				@Override
				public String getUsername() {
					return "shop";
				}

				@Override
				public String getPassword() {
					return "secret";
				}

				@Override
				public SslBundle getSslBundle() {
					return bundles.getBundle("cache");
				}

			};
		}

	}

}
