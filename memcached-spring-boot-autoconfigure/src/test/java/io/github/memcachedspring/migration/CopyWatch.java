package io.github.memcachedspring.migration;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets a bulk copy run as fast as it can, and counts.
 */
class CopyWatch implements BulkCopyWatch {

	final AtomicInteger copied = new AtomicInteger();

	final AtomicInteger present = new AtomicInteger();

	final AtomicInteger failed = new AtomicInteger();

	volatile long size = -1;

	@Override
	public void size(long entries) {
		this.size = entries;
	}

	@Override
	public boolean begin(int entries) throws InterruptedException {
		return true;
	}

	@Override
	public void done(int copied, int present, int failed) {
		this.copied.addAndGet(copied);
		this.present.addAndGet(present);
		this.failed.addAndGet(failed);
	}

}
