package io.github.memcachedspring.sample.scene;

/**
 * Something that goes wrong with a cache, and does not with this one. Both parts get the
 * same load, which ends by itself. They end early when their thread is interrupted.
 */
interface Scene {

	/** What the scene is called in URLs, and on the page. */
	String name();

	/** Plays it the way it goes wrong. */
	void without(Run run) throws InterruptedException;

	/** Plays it with the remedy. */
	void with(Run run) throws InterruptedException;

}
