package io.github.memcachedspring.sample.scene;

import io.github.memcachedspring.sample.scene.Performance.State;

/**
 * A scene as the page gets it.
 *
 * @param scene name of the scene
 * @param state how far it has come
 * @param without the first part
 * @param with the second part
 */
record PerformanceView(String scene, State state, RunView without, RunView with) {

}
