package io.github.memcachedspring.migration.foreign;

import java.io.Serializable;
import java.util.List;

/**
 * A value.
 */
record Book(String title, List<String> authors) implements Serializable {

}
