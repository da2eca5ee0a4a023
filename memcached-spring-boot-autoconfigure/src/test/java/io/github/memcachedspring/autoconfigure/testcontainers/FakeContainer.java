package io.github.memcachedspring.autoconfigure.testcontainers;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.test.MemcachedServer;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

import org.springframework.util.Assert;

/**
 * Looks like a container, and is a memcached on this machine.
 */
final class FakeContainer extends GenericContainer<FakeContainer> {

	private final String image;

	private final int exposedPort;

	private @Nullable MemcachedServer server;

	FakeContainer(String image) {
		this(image, MemcachedNode.DEFAULT_PORT);
	}

	FakeContainer(String image, int... exposedPorts) {
		super(DockerImageName.parse(image));
		this.image = image;
		this.exposedPort = exposedPorts[0];
		for (int port : exposedPorts) {
			addExposedPort(port);
		}
	}

	MemcachedServer server() {
		Assert.state(this.server != null, "The container does not run");
		return this.server;
	}

	@Override
	public void start() {
		if (this.server == null) {
			this.server = MemcachedServer.start();
		}
	}

	@Override
	public void stop() {
		if (this.server != null) {
			this.server.close();
			this.server = null;
		}
	}

	@Override
	public boolean isRunning() {
		return this.server != null;
	}

	@Override
	public String getHost() {
		return server().node().host();
	}

	@Override
	public Integer getMappedPort(int originalPort) {
		Assert.isTrue(originalPort == this.exposedPort, () -> "Memcached does not listen there: " + originalPort);
		return server().port();
	}

	@Override
	public String getDockerImageName() {
		return this.image;
	}

	// A container is itself only, and to compare what Docker knows would ask Docker.
	@Override
	public boolean equals(@Nullable Object other) {
		return this == other;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this);
	}

}
