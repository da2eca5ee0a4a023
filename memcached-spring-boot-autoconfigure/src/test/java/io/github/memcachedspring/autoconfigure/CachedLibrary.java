package io.github.memcachedspring.autoconfigure;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What {@link AnnotatedLibrary} offers, for proxies that implement interfaces.
 */
interface CachedLibrary {

	String plain(String isbn);

	String sync(String isbn);

	CompletableFuture<String> future(String isbn);

	CompletableFuture<String> syncFuture(String isbn);

	Mono<String> mono(String isbn);

	Mono<String> syncMono(String isbn);

	Flux<String> flux(String isbn);

	String named(String isbn);

	String put(String isbn);

	CompletableFuture<String> putFuture(String isbn);

	Mono<String> putMono(String isbn);

	String ofClass(String isbn);

	String ofProperty(String isbn);

	String replace(String isbn, String title);

	void remove(String isbn);

	void removeAll();

	void removeFirst(String isbn);

	void removeAllFirst();

	/** Returns what was loaded so far, in order. */
	List<String> loads();

}
