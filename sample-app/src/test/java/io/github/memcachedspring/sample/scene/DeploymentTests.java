package io.github.memcachedspring.sample.scene;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.migration.MigrationVerdict;
import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class DeploymentTests {

	private final MockEnvironment shop = new MockEnvironment().withProperty("sample.memcached", "embedded");

	@Test
	void hasAServerThatEndsWithIt() throws IOException {
		MemcachedNode node;
		try (Deployment deployment = Deployment.start(this.shop, Map.of())) {
			node = node(deployment);
			new Socket(node.host(), node.port()).close();
		}
		assertThatIOException().isThrownBy(() -> new Socket(node.host(), node.port()).close());
	}

	@Test
	void usesTheNewServersOfTheShopButNotItsOwn() {
		this.shop.setProperty("memcached.servers", "localhost:1");
		try (Deployment first = Deployment.start(this.shop, Map.of())) {
			this.shop.setProperty(Deployment.NEW_SERVERS, node(first).toString());
			try (Deployment second = Deployment.start(this.shop, Map.of())) {
				assertThat(node(second)).isEqualTo(node(first));
			}
		}
	}

	@Test
	void readsWhatAnOldClusterHasInAMigration() {
		try (Deployment old = Deployment.start(this.shop, Map.of()); Instances before = start(old)) {
			before.cacheOf(0).put("13", "Emma");
			try (Deployment moved = Deployment.start(this.shop,
					Map.of("memcached.timeout", "5s", "memcached.migration.phase", "read-through",
							"memcached.migration.budget", "5s", "memcached.migration.from.timeout", "5s",
							"memcached.migration.from.servers", node(old).toString()));
					Instances after = start(moved)) {
				MemcachedCache cache = after.cacheOf(0);
				assertThat(cache.get("13", () -> "loaded")).isEqualTo("Emma");
				assertThat(cache.get("14", () -> "loaded")).isEqualTo("loaded");
				assertThat(moved.migration().getProgress().hitsOnOld()).isOne();
				assertThat(moved.migration().getProgress().verdict()).isEqualTo(MigrationVerdict.NEEDED);
			}
		}
	}

	private static Instances start(Deployment deployment) {
		return Instances.start(1, deployment.memcached(), Duration.ofMinutes(1));
	}

	private static MemcachedNode node(Deployment deployment) {
		return deployment.memcached().nodes().get(0);
	}

}
