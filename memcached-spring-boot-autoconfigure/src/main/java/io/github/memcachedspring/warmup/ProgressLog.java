package io.github.memcachedspring.warmup;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.memcachedspring.warmup.WarmUpProgress.State;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells every ten seconds how far a warmer has come, and at the end what came of it.
 */
final class ProgressLog {

	private static final Log logger = LogFactory.getLog(CacheWarmUp.class);

	private static final int INTERVAL_SECONDS = 10;

	private final ProgressCounter progress;

	private final Future<?> ticks;

	ProgressLog(ProgressCounter progress, ScheduledExecutorService timer) {
		this.progress = progress;
		this.ticks = timer.scheduleAtFixedRate(this::tick, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
	}

	private void tick() {
		WarmUpProgress now = this.progress.snapshot();
		if (now.state() == State.RUNNING) {
			logger.info(describe(now));
		}
	}

	void end() {
		this.ticks.cancel(false);
		logger.info(describe(this.progress.snapshot()));
	}

	static String describe(WarmUpProgress progress) {
		return "Warm-up '%s' %s".formatted(progress.name(), switch (progress.state()) {
			case PENDING -> "has not begun";
			case WAITING -> "waits for its turn";
			case RUNNING -> "%s: %s%s".formatted(share(progress), counts(progress), pace(progress));
			case DONE -> "is done after %s: %s".formatted(text(progress.elapsed()), counts(progress));
			case DONE_ELSEWHERE -> "was done by another instance within " + text(progress.elapsed());
			case FAILED -> "has failed after %s: %s".formatted(text(progress.elapsed()), counts(progress));
			case CANCELLED -> "was cancelled after %s: %s".formatted(text(progress.elapsed()), counts(progress));
		});
	}

	private static String share(WarmUpProgress progress) {
		Double percent = progress.percent();
		return (percent != null) ? String.format(Locale.ROOT, "%.0f %% of %,d keys", percent, progress.size())
				: String.format(Locale.ROOT, "%,d keys", progress.seen());
	}

	private static String counts(WarmUpProgress progress) {
		return String.format(Locale.ROOT, "%,d filled, %,d there before, %,d left out", progress.filled(),
				progress.present(), progress.failed());
	}

	private static String pace(WarmUpProgress progress) {
		Duration timeLeft = progress.timeLeft();
		return String.format(Locale.ROOT, ", %,.0f/s", progress.rate())
				+ ((timeLeft != null) ? ", %s left".formatted(text(timeLeft)) : "");
	}

	private static String text(Duration duration) {
		long seconds = Math.round(duration.toMillis() / 1000.0);
		return (seconds < 60) ? seconds + " s" : (seconds < 3600) ? "%d min %d s".formatted(seconds / 60, seconds % 60)
				: "%d h %d min".formatted(seconds / 3600, seconds / 60 % 60);
	}

}
