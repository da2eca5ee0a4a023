package io.github.memcachedspring.autoconfigure.compose;

import java.util.List;
import java.util.Map;

import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.core.env.Environment;

import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Services as Docker Compose would tell of them.
 */
final class Services {

	static final String LABEL = "org.springframework.boot.service-connection";

	private Services() {
	}

	static RunningService memcached(int published) {
		return service("cache-" + published, "memcached:1.6-alpine", Map.of(), Map.of(11211, published));
	}

	static RunningService service(String name, String image, Map<String, String> labels, Map<Integer, Integer> ports) {
		RunningService service = mock(RunningService.class);
		given(service.name()).willReturn(name);
		given(service.image()).willReturn(ImageReference.of(image));
		given(service.labels()).willReturn(labels);
		given(service.host()).willReturn("127.0.0.1");
		given(service.ports()).willReturn(new Ports(ports));
		return service;
	}

	static DockerComposeConnectionSource source(RunningService service, Environment environment) {
		DockerComposeConnectionSource source = mock(DockerComposeConnectionSource.class);
		given(source.getRunningService()).willReturn(service);
		given(source.getEnvironment()).willReturn(environment);
		return source;
	}

	/** Ports of the container, and those they are published at. */
	private record Ports(Map<Integer, Integer> mapped) implements ConnectionPorts {

		@Override
		public int get(int containerPort) {
			Integer published = this.mapped.get(containerPort);
			if (published == null) {
				throw new IllegalStateException("No host port mapping found for container port " + containerPort);
			}
			return published;
		}

		@Override
		public List<Integer> getAll() {
			return List.copyOf(this.mapped.values());
		}

		@Override
		public List<Integer> getAll(String protocol) {
			return getAll();
		}

	}

}
