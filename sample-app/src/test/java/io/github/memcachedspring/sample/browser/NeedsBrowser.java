package io.github.memcachedspring.sample.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Skips tests without a browser and says so, but not in continuous integration, where
 * they fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(value = "io.github.memcachedspring.sample.browser.Chromium#isExpected", disabledReason = Chromium.MISSING)
@interface NeedsBrowser {

}
