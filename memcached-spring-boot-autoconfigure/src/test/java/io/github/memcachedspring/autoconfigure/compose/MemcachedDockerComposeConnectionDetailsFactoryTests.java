package io.github.memcachedspring.autoconfigure.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.memcachedspring.autoconfigure.MemcachedConnectionDetails;
import io.github.memcachedspring.autoconfigure.OldMemcachedConnectionDetails;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for what is found in services of Docker Compose.
 */
class MemcachedDockerComposeConnectionDetailsFactoryTests {

	private static final String CERTIFICATE = "org.springframework.boot.sslbundle.pem.truststore.certificate";

	private final ConnectionDetailsFactories factories = new ConnectionDetailsFactories(null);

	private final Environment application = new MockEnvironment();

	@ParameterizedTest
	@ValueSource(strings = { "memcached", "memcached:1.6-alpine", "docker.io/library/memcached:1.6",
			"bitnami/memcached:1.6", "bitnamilegacy/memcached:1.6" })
	void takesServicesByTheirImages(String image) {
		assertThat(nodes(Services.service("cache", image, Map.of(), Map.of(11211, 32768))))
			.containsExactly("127.0.0.1:32768");
	}

	@Test
	void takesOtherImagesByTheirLabel() {
		RunningService service = Services.service("cache", "registry.example/own-cache:7",
				Map.of(Services.LABEL, "memcached"), Map.of(11211, 32768, 9150, 32769));
		assertThat(nodes(service)).containsExactly("127.0.0.1:32768");
	}

	@Test
	void leavesOtherServicesAlone() {
		assertThat(details(Services.service("data", "redis:8", Map.of(), Map.of(6379, 32768)))).isEmpty();
	}

	@Test
	void takesTheOnlyPortThatIsPublished() {
		assertThat(nodes(Services.service("cache", "memcached", Map.of(), Map.of(11311, 32768))))
			.containsExactly("127.0.0.1:32768");
	}

	@Test
	void takesAllServicesAsTheNodesOfOneCluster() {
		List<ConnectionDetails> all = details(Services.memcached(32769), Services.memcached(32770),
				Services.memcached(32768));
		assertThat(all).singleElement()
			.extracting(MemcachedDockerComposeConnectionDetailsFactoryTests::addresses)
			.isEqualTo(List.of("127.0.0.1:32768", "127.0.0.1:32769", "127.0.0.1:32770"));
	}

	@Test
	void keepsApplicationsApart() {
		assertThat(nodes(Services.memcached(32768))).containsExactly("127.0.0.1:32768");
		Environment other = new MockEnvironment();
		assertThat(this.factories.getConnectionDetails(Services.source(Services.memcached(32769), other), true)
			.get(MemcachedConnectionDetails.class))
			.extracting(MemcachedDockerComposeConnectionDetailsFactoryTests::addresses)
			.isEqualTo(List.of("127.0.0.1:32769"));
	}

	@Test
	void keepsTheOldClusterApart() {
		List<ConnectionDetails> all = details(Services.memcached(32768),
				Services.service("old", "memcached", Map.of(Services.LABEL, "memcached-old"), Map.of(11211, 32769)));
		assertThat(all).hasSize(2);
		assertThat(addresses(all.get(0))).containsExactly("127.0.0.1:32768");
		assertThat(all.get(1)).isInstanceOfSatisfying(OldMemcachedConnectionDetails.class,
				(old) -> assertThat(addresses(old.cluster())).containsExactly("127.0.0.1:32769"));
	}

	@Test
	void encryptsIfTheLabelsSaySo() {
		MemcachedConnectionDetails details = (MemcachedConnectionDetails) details(encrypted(32768)).get(0);
		assertThat(details.getSslBundle()).isNotNull();
		details(encrypted(32769));
		assertThat(details.getSslBundle()).isNotNull();
		details(Services.memcached(32770));
		assertThatIllegalStateException().isThrownBy(details::getSslBundle)
			.withMessageStartingWith("Some of the memcached services have 'org.springframework.boot.sslbundle' labels");
	}

	private static RunningService encrypted(int published) {
		return Services.service("cache-" + published, "memcached", Map.of(CERTIFICATE, "classpath:none.pem"),
				Map.of(11211, published));
	}

	private List<String> nodes(RunningService service) {
		List<ConnectionDetails> details = details(service);
		assertThat(details).hasSize(1);
		return addresses(details.get(0));
	}

	private List<ConnectionDetails> details(RunningService... services) {
		List<ConnectionDetails> details = new ArrayList<>();
		for (RunningService service : services) {
			details.addAll(
					this.factories.getConnectionDetails(Services.source(service, this.application), false).values());
		}
		return details;
	}

	private static List<String> addresses(ConnectionDetails details) {
		return ((MemcachedConnectionDetails) details).getNodes().stream().map(String::valueOf).toList();
	}

}
