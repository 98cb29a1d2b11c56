/**
 * The line protocol: bytes in, {@link org.batonha.sentinel.protocol.Command}s or a {@link
 * org.batonha.sentinel.protocol.Refusal} out, and back. Nothing here does I/O or keeps state beyond
 * a half-read line; whatever comes in, the answer is a command or one clear error.
 */
package org.batonha.sentinel.protocol;
