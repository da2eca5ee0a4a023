package io.github.memcachedspring.sample.scene;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.memcachedspring.sample.traffic.Traffic;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Where scenes are played, one at a time.
 */
@Component
class Stage implements DisposableBean {

	private static final Duration END_LIMIT = Duration.ofSeconds(10);

	private final Traffic traffic;

	private final Map<String, Performance> performances = new LinkedHashMap<>();

	private @Nullable Thread actor;

	Stage(Traffic traffic) {
		this.traffic = traffic;
	}

	/**
	 * Starts a scene.
	 * @param scene the scene
	 * @return whether it was started; not if another one is played
	 */
	synchronized boolean start(Scene scene) {
		if (this.actor != null && this.actor.isAlive()) {
			return false;
		}
		Performance performance = new Performance(scene, this.traffic);
		this.performances.put(scene.name(), performance);
		this.actor = new Thread(performance, "scene-" + scene.name());
		this.actor.setDaemon(true);
		this.actor.start();
		return true;
	}

	/** Ends the scene that is played, if there is one. It may take a moment to end. */
	synchronized void cancel() {
		if (this.actor != null) {
			this.actor.interrupt();
		}
	}

	/** Returns the last performance of each scene that was played. */
	synchronized List<PerformanceView> performances() {
		return this.performances.values().stream().map(Performance::view).toList();
	}

	@Override
	public void destroy() throws InterruptedException {
		cancel();
		Thread last = this.actor;
		if (last != null) {
			last.join(END_LIMIT.toMillis());
		}
	}

}
