package org.batonha.sentinel.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;

/** The few functions of libc that Java has not. Each failure is an exception with its errno. */
final class Libc {
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int AF_NETLINK = 16;
  static final int SOCK_RAW = 3;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int MSG_DONTWAIT = 0x40;
  static final int SOL_SOCKET = 1;
  static final int SO_RCVBUF = 8;

  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int ESRCH = 3;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int EEXIST = 17;
  static final int ENODEV = 19;
  static final int EOPNOTSUPP = 95;
  static final int EAFNOSUPPORT = 97;
  static final int EADDRNOTAVAIL = 99;
  static final int ENETDOWN = 100;
  static final int ENETUNREACH = 101;
  static final int ENOBUFS = 105;
  static final int EHOSTUNREACH = 113;

  static {
    Native.register(Libc.class, "c");
  }

  private Libc() {}

  static native int socket(int domain, int type, int protocol) throws LastErrorException;

  static native int bind(int fd, byte[] address, int length) throws LastErrorException;

  static native int getsockname(int fd, byte[] address, byte[] length) throws LastErrorException;

  static native int setsockopt(int fd, int level, int name, byte[] value, int length)
      throws LastErrorException;

  static native NativeLong send(int fd, byte[] buffer, NativeLong length, int flags)
      throws LastErrorException;

  static native NativeLong sendto(
      int fd, byte[] buffer, NativeLong length, int flags, byte[] address, int addressLength)
      throws LastErrorException;

  static native NativeLong recv(int fd, byte[] buffer, NativeLong length, int flags)
      throws LastErrorException;

  static native String strerror(int errno);

  /** The raw way, for what not every libc has a function for; at most two arguments. */
  static native NativeLong syscall(NativeLong number, NativeLong first, NativeLong second)
      throws LastErrorException;

  static native int poll(byte[] descriptors, NativeLong count, int timeoutMillis)
      throws LastErrorException;

  static native int close(int fd) throws LastErrorException;

  static native int setpriority(int which, int thread, int nice) throws LastErrorException;

  static native Pointer signal(int signal, Pointer handler) throws LastErrorException;

  static native int sched_setscheduler(int thread, int policy, byte[] parameters)
      throws LastErrorException;
}
