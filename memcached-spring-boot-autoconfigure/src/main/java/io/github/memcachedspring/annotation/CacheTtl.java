package io.github.memcachedspring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * How long memcached keeps what {@code @Cacheable} and {@code @CachePut} store from a
 * method, instead of the time to live of the cache.
 *
 * <pre class="code">
 * &#64;Cacheable("books")
 * &#64;CacheTtl("10m")
 * public Book findBook(String isbn) { ... }</pre>
 *
 * <p>
 * On a class it is for all its methods; on a method it wins over the class. The
 * annotation is looked for where Spring looks for {@code @Cacheable}: on the target
 * class, its superclasses and its interfaces, the nearest one wins, and it may be a
 * meta-annotation of your own annotation. Entries in caches of other providers are not
 * affected, nor are JSR-107 annotations such as {@code @CacheResult}.
 *
 * <p>
 * The value is resolved once for each method, at start-up if its bean is created then. A
 * value that is no duration or below one second, and an annotation on a method from which
 * nothing is stored, are refused with an {@link InvalidCacheTtlException}.
 *
 * @since 0.1.0
 */
@Target({ ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Reflective
public @interface CacheTtl {

	/**
	 * The time to live: a number with unit ({@code "30s"}, {@code "10m"}, {@code "12h"},
	 * {@code "7d"}) or ISO-8601 ({@code "PT1H30M"}), a placeholder
	 * ({@code "${books.ttl}"}) or an expression ({@code "#{@ttls.books}"}) that yields
	 * one. As everywhere in Spring Boot, a number without unit counts milliseconds. At
	 * least one second; fractions above it are rounded up to the next second, since
	 * memcached counts in seconds.
	 * @return the time to live
	 */
	String value();

}
