package io.github.memcachedspring.autoconfigure.embedded;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.test.context.ContextCustomizerFactories;

/**
 * Put on a Spring test, makes an embedded memcached take the place of the servers that
 * the application is configured with, be it by {@code memcached.servers} or by a
 * {@code MemcachedConnectionDetails} bean. The server is a bean of type
 * {@link io.github.memcachedspring.embedded.EmbeddedMemcached}, so that the test can move
 * its clock and have it fail. It needs {@code memcached-embedded} on the class path.
 *
 * <pre class="code">
 * &#64;SpringBootTest
 * &#64;AutoConfigureEmbeddedMemcached
 * class BookServiceTests {
 *
 *     &#64;Test
 *     void looksAgainAfterTenMinutes(&#64;Autowired EmbeddedMemcached memcached) {
 *         memcached.clock().advance(Duration.ofMinutes(10));
 *     }
 *
 * }
 * </pre>
 *
 * Each application context has a server of its own. Spring's test framework shares
 * contexts between test classes, and with the context the server, its entries and its
 * clock: a test that needs an empty one calls {@code flushAll()} first. Faults end with
 * the test that ordered them. Applies to nested test classes and to subclasses too.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ContextCustomizerFactories(EmbeddedMemcachedContextCustomizerFactory.class)
public @interface AutoConfigureEmbeddedMemcached {

}
