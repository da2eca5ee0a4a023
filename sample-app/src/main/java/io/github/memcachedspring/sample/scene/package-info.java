/**
 * The scenes of the page: the same load twice, without and with what the starter does
 * about it. A scene is one class here and one entry on the page.
 */
@NullMarked
package io.github.memcachedspring.sample.scene;

import org.jspecify.annotations.NullMarked;
