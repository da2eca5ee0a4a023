package io.github.memcachedspring.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedTimeoutException;
import io.github.memcachedspring.client.StoreResult;

/**
 * What became of the entries of a batch.
 */
final class CopiedBatch {

	private final List<MemcachedKey> unanswered = new ArrayList<>();

	private final List<MemcachedKey> voided = new ArrayList<>();

	private int copied;

	private int present;

	private int outdated;

	private int refused;

	/**
	 * Takes a step with each candidate.
	 * @return those for which it returned true; one that fails is noted
	 */
	List<BulkCandidate> step(List<BulkCandidate> candidates, Predicate<BulkCandidate> step) {
		List<BulkCandidate> left = new ArrayList<>(candidates.size());
		for (BulkCandidate candidate : candidates) {
			try {
				if (step.test(candidate)) {
					left.add(candidate);
				}
			}
			catch (MemcachedException ex) {
				failed(candidate.key(), ex);
			}
		}
		return left;
	}

	void failed(MemcachedKey key, MemcachedException failure) {
		if (failure instanceof MemcachedConnectionException || failure instanceof MemcachedTimeoutException) {
			this.unanswered.add(key);
		}
		else {
			this.refused++;
		}
	}

	/** There is an entry, or somebody else loads or writes it right now. */
	boolean present() {
		this.present++;
		return false;
	}

	/** The stub is gone if it was evicted, or was there too long: a new look tells. */
	boolean ended(MemcachedKey key, StoreResult result) {
		switch (result) {
			case STORED -> this.copied++;
			case NOT_STORED -> this.outdated++;
			case EXISTS -> this.present++;
			case NOT_FOUND, TOKEN_EXPIRED -> this.voided.add(key);
		}
		return false;
	}

	int copied() {
		return this.copied;
	}

	/** Returns how many were there, or were written meanwhile. */
	int taken() {
		return this.present;
	}

	/** Returns how many do not count on the old cluster, or not any more. */
	int outdated() {
		return this.outdated;
	}

	/** Returns how many were refused for what they are. */
	int refused() {
		return this.refused;
	}

	/** Returns whether there are some for which a node did not answer. */
	boolean isUnanswered() {
		return !this.unanswered.isEmpty();
	}

	/** Returns those that are to be tried again. */
	List<MemcachedKey> rest() {
		List<MemcachedKey> rest = new ArrayList<>(this.unanswered);
		rest.addAll(this.voided);
		return rest;
	}

}
