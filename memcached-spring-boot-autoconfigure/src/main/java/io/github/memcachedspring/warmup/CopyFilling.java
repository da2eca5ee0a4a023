package io.github.memcachedspring.warmup;

import io.github.memcachedspring.cache.FillResult;

/**
 * Keeps a copy to its turn and to a number of entries per second.
 */
final class CopyFilling implements CopyTurn {

	private final WarmerContext context;

	private final double rate;

	private final Pace pace;

	CopyFilling(WarmerContext context, double rate) {
		this.context = context;
		this.rate = rate;
		this.pace = new Pace(context.time().nanos());
	}

	boolean run(CopyJob job) throws InterruptedException {
		this.context.progress().open(null);
		return job.copy(this);
	}

	@Override
	public void size(long entries) {
		this.context.progress().size(entries);
	}

	@Override
	public boolean begin(int entries) throws InterruptedException {
		long now = this.context.time().nanos();
		long delay = this.pace.next(now, this.rate / entries) - now;
		if (delay > 0) {
			this.context.time().sleep(delay);
		}
		this.context.checkCancelled();
		return this.context.lease().isHeld();
	}

	@Override
	public void done(FillResult result, int entries) {
		this.context.progress().add(result, entries);
	}

}
