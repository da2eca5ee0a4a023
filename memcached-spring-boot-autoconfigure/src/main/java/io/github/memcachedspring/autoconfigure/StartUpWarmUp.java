package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.memcachedspring.warmup.CacheWarmUp;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;

/**
 * Warms up after all runners of the application, one of which may fill its database.
 * Spring Boot publishes that it accepts traffic when the listeners of this event have
 * returned, so one that has not holds that back; by then the application counts as alive,
 * so nobody restarts it for taking long. A runner would not do: those without an order
 * come in any.
 */
final class StartUpWarmUp implements ApplicationListener<ApplicationReadyEvent>, SmartLifecycle, Ordered {

	private static final Log logger = LogFactory.getLog(CacheWarmUp.class);

	private final CacheWarmUp warmUp;

	private final ApplicationContext context;

	private final Duration longestWait;

	private volatile boolean running;

	/**
	 * Creates the listener.
	 * @param longestWait how long traffic is held back at most, zero for not at all
	 */
	StartUpWarmUp(CacheWarmUp warmUp, ApplicationContext context, Duration longestWait) {
		this.warmUp = warmUp;
		this.context = context;
		this.longestWait = longestWait;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		if (event.getApplicationContext() != this.context || !this.running) {
			return;
		}
		this.warmUp.start();
		if (!this.longestWait.isZero()) {
			await(this.warmUp.worthWaiting());
		}
	}

	private void await(CompletableFuture<Void> end) {
		try {
			end.get(this.longestWait.toMillis(), TimeUnit.MILLISECONDS);
			if (this.warmUp.isRunning()) {
				logger.info("Traffic is accepted before the caches are warm: memcached does not answer");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (TimeoutException ex) {
			logger.info("Traffic is accepted before the caches are warm: 'memcached.warm-up.deadline' has passed");
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("The end of a warm-up is no failure", ex);
		}
	}

	/** Others may take the event for the sign that users may come. */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public void start() {
		this.running = true;
	}

	/** Comes first of all, for this is in the last phase. */
	@Override
	public void stop() {
		this.running = false;
		this.warmUp.cancel();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
