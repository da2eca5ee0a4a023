package io.github.memcachedspring.sample.memcached;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Skips tests without memcached, but not in continuous integration, where they fail.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(value = "io.github.memcachedspring.sample.memcached.MemcachedKeeper#isExpected",
		disabledReason = "There is no 'memcached' on the PATH")
public @interface NeedsMemcached {

}
