package org.batonha.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HttpResponseTest {
  private static HttpResponse read(String text) throws IOException {
    return HttpResponse.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void aBodyOfFixedLengthIsRead() throws IOException {
    HttpResponse response =
        read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\n7 n1\nrest");

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("7 n1\n");
    assertThat(response.keepAlive()).isTrue();
    assertThat(response.session()).isEmpty();
  }

  @Test
  void aBodyInChunksIsRead() throws IOException {
    HttpResponse response =
        read(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n7 n\r\n2\r\n1\n\r\n0\r\n\r\n");

    assertThat(response.body()).isEqualTo("7 n1\n");
  }

  @Test
  void theSessionCookieIsTakenWithItsRoute() throws IOException {
    HttpResponse response =
        read(
            "HTTP/1.1 200 OK\r\nset-cookie: JSESSIONID=abc.n1; path=/sample\r\n"
                + "Connection: close\r\nContent-Length: 0\r\n\r\n");

    assertThat(response.session()).contains("abc.n1");
    assertThat(response.keepAlive()).isFalse();
  }

  @Test
  void aConnectionThatBreaksIsAnError() {
    assertThatThrownBy(() -> read("")).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n7"))
        .isInstanceOf(EOFException.class);
  }

  @Test
  void somethingElseThanHttpIsAnError() {
    assertThatThrownBy(() -> read("SSH-2.0-OpenSSH\r\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("SSH-2.0");
  }
}
