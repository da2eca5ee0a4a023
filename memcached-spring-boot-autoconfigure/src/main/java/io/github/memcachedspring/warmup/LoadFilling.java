package io.github.memcachedspring.warmup;

import java.util.List;
import java.util.concurrent.Executor;

import io.github.memcachedspring.cache.CacheFiller;
import io.github.memcachedspring.cache.FillResult;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Looks which keys have no entry, many at a time, and has their values loaded, as fast as
 * the limit admits.
 */
final class LoadFilling implements Filling {

	private static final Log logger = LogFactory.getLog(CacheWarmUp.class);

	private final WarmerContext context;

	private final CacheFiller filler;

	private final KeyLoad keyLoad;

	private final LoadLimit limit;

	private final Executor workers;

	private boolean warned;

	LoadFilling(WarmerContext context, CacheFiller filler, KeyLoad keyLoad, LoadLimit limit, Executor workers) {
		this.context = context;
		this.filler = filler;
		this.keyLoad = keyLoad;
		this.limit = limit;
		this.workers = workers;
	}

	@Override
	public boolean fill(List<?> keys) throws InterruptedException {
		CacheFiller.Look<Object> look = this.filler.look(keys);
		while (this.context.isOutage(look.others(), keys.size())) {
			if (!this.context.waitOut()) {
				return false;
			}
			look = this.filler.look(keys);
		}
		this.context.progress().add(look.others());
		for (Object key : look.missing()) {
			this.limit.begin();
			if (!this.context.lease().isHeld()) {
				this.limit.end();
				return false;
			}
			this.workers.execute(() -> load(key));
		}
		return true;
	}

	private void load(Object key) {
		long startedAt = this.context.time().nanos();
		boolean loaded = true;
		boolean failed = true;
		try {
			FillResult result = this.keyLoad.load(key);
			failed = false;
			loaded = result == FillResult.FILLED;
			this.context.progress().add(result, 1);
		}
		catch (Throwable ex) {
			this.context.progress().failed();
			warn(key, ex);
		}
		finally {
			if (loaded) {
				this.limit.end(startedAt, failed);
			}
			else {
				this.limit.end();
			}
		}
	}

	private void warn(Object key, Throwable failure) {
		if (logger.isDebugEnabled()) {
			logger.debug("Warm-up '%s': the value of '%s' could not be loaded".formatted(this.context.name(), key));
		}
		synchronized (this) {
			if (this.warned || this.context.cancelled().getAsBoolean()) {
				return;
			}
			this.warned = true;
		}
		logger.warn("Warm-up '%s' leaves out a key whose value could not be loaded; others are only counted"
			.formatted(this.context.name()), failure);
	}

	@Override
	public void finish() throws InterruptedException {
		this.limit.awaitIdle();
	}

	/** Has the value of a key loaded. */
	@FunctionalInterface
	interface KeyLoad {

		FillResult load(Object key) throws Exception;

	}

}
