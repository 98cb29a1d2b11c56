package org.batonha.sentinel.linux;

import org.batonha.sentinel.protocol.ErrorCode;
import org.batonha.sentinel.protocol.Refusal;

/** The kernel refused a request; the caller knows which and says so. */
final class NetlinkException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int errno;

  NetlinkException(int errno) {
    this(errno, null);
  }

  NetlinkException(int errno, Throwable cause) {
    super("%s (errno %d)".formatted(Libc.strerror(errno), errno), cause);
    this.errno = errno;
  }

  int errno() {
    return errno;
  }

  /** Makes it a refusal that begins with what was tried on what. */
  Refusal refusal(String tried) {
    return switch (errno) {
      case Libc.EPERM ->
          new Refusal(
              ErrorCode.PRIVILEGE,
              "%s: %s: the sentinel needs CAP_NET_ADMIN".formatted(tried, getMessage()),
              this);
      case Libc.EACCES ->
          new Refusal(
              ErrorCode.PRIVILEGE,
              "%s: %s: an IPv6 address needs a device on which IPv6 is on (disable_ipv6=0); all else CAP_NET_ADMIN"
                  .formatted(tried, getMessage()),
              this);
      case Libc.ENODEV, Libc.ENETDOWN ->
          new Refusal(ErrorCode.DEVICE, "%s: %s".formatted(tried, getMessage()), this);
      case Libc.EEXIST ->
          new Refusal(ErrorCode.ADDRESS, "%s: %s".formatted(tried, getMessage()), this);
      default -> new Refusal(ErrorCode.SYSTEM, "%s: %s".formatted(tried, getMessage()), this);
    };
  }
}
