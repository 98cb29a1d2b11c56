/**
 * What an application compiles against: annotations and the exceptions that it may see. It depends
 * on {@code jakarta.*} only.
 */
package org.batonha.api;
