package io.github.memcachedspring.cache;

/**
 * Text of a key or of an element of one.
 *
 * @param tag stands for the type, lower-case letters
 * @param content distinguishes keys of that type
 */
record KeyText(String tag, String content) {

	String asWhole() {
		return this.tag + '=' + this.content;
	}

	String asElement() {
		return this.tag + this.content.length() + '=' + this.content;
	}

}
