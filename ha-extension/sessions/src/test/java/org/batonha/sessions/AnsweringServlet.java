package org.batonha.sessions;

import io.undertow.servlet.spec.ServletOutputStreamImpl;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executors;

/** Answers in the way that the path says, after it has counted in its session. */
final class AnsweringServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  static final int LARGE = 3_000_000;

  /** Every way to answer that changes a session. */
  enum Way {
    SMALL,
    FIXED,
    FIXED_LARGE,
    FILE,
    FIXED_FLUSHED,
    CHUNKED_LARGE,
    FLUSHED_EARLY,
    CLOSED_EARLY,
    REDIRECT,
    ERROR,
    ERROR_PAGE,
    FORWARD,
    EXCEPTION,
    NO_CONTENT,
    NO_CONTENT_FLUSHED,
    EMPTY,
    ASYNC,
    ASYNC_AT_ONCE,
    ASYNC_CLOSED_EARLY,
    ASYNC_DISPATCH,
    ASYNC_AGAIN,
    ASYNC_ELSEWHERE,
    ASYNC_TIMEOUT,
    WRITE_LISTENER,
    WRITE_LISTENER_FIXED,
    INVALIDATE,
    CHANGE_ID,
    SET_AFTER_REDIRECT;

    String path() {
      return "/" + name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    switch (request.getServletPath()) {
      case "/untouched" -> response.getWriter().print("untouched");
      case "/read" -> read(request, response);
      case "/slow" -> slow(request, response);
      case "/unread" -> unread(request, response);
      default -> answer(way(request), request, response);
    }
  }

  /** Does not read what it is sent. */
  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    doGet(request, response);
  }

  private static Way way(HttpServletRequest request) {
    return Way.valueOf(request.getServletPath().substring(1).toUpperCase(java.util.Locale.ROOT));
  }

  private static void read(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().print(request.getSession().getAttribute("count"));
  }

  private static void slow(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int count = count(request.getSession());
    SessionsServer.slow(request).acquireUninterruptibly();
    response.getWriter().print(count);
  }

  /** Has all of the answer sent when the request is completed. */
  private static void unread(HttpServletRequest request, HttpServletResponse response) {
    count(request.getSession());
    response.setBufferSize(10 * LARGE);
    AsyncContext async = request.startAsync();
    async.start(
        () -> {
          try {
            async.getResponse().getOutputStream().write(new byte[9 * LARGE]);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          async.complete();
        });
  }

  static int count(HttpSession session) {
    int count = session.getAttribute("count") instanceof Integer known ? known + 1 : 1;
    session.setAttribute("count", count);
    return count;
  }

  private void answer(Way way, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    boolean again = request.getAttribute("again") != null;
    if (way == Way.SET_AFTER_REDIRECT) {
      response.sendRedirect("elsewhere");
      count(request.getSession(false));
      return;
    }
    int count = again ? 0 : count(request.getSession());
    switch (way) {
      case SMALL -> response.getWriter().print(count);
      case FIXED -> {
        response.setContentLength(5);
        response.getOutputStream().print("fixed");
      }
      case FIXED_FLUSHED -> {
        response.setContentLength(10);
        response.getOutputStream().print("fixed");
        response.flushBuffer();
        response.getOutputStream().print("fixed");
        response.getOutputStream().flush();
      }
      case FIXED_LARGE -> {
        response.setContentLength(LARGE);
        response.getOutputStream().write(new byte[LARGE]);
      }
      case FILE -> {
        response.setContentLength(LARGE);
        Path path = Files.write(Files.createTempFile("answer", null), new byte[LARGE]);
        try (FileChannel file =
            FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE)) {
          ((ServletOutputStreamImpl) response.getOutputStream()).transferFrom(file);
        }
      }
      case CHUNKED_LARGE -> {
        for (int i = 0; i < LARGE / 1000; i++) {
          response.getOutputStream().write(new byte[1000]);
        }
      }
      case FLUSHED_EARLY -> {
        response.getWriter().print("first");
        response.flushBuffer();
        response.getWriter().print("second");
      }
      case CLOSED_EARLY -> {
        response.getWriter().print("closed");
        response.getWriter().close();
        request.getSession().setAttribute("late", "yes");
      }
      case REDIRECT -> response.sendRedirect("elsewhere");
      case ERROR -> response.sendError(404);
      case ERROR_PAGE -> response.sendError(409);
      case FORWARD -> request.getRequestDispatcher("/page").forward(request, response);
      case EXCEPTION -> throw new ServletException("as wanted");
      case NO_CONTENT -> response.setStatus(204);
      case NO_CONTENT_FLUSHED -> {
        response.setStatus(204);
        response.flushBuffer();
        request.getSession().setAttribute("late", "yes");
      }
      case EMPTY -> response.setHeader("X-Empty", "yes");
      case ASYNC -> {
        AsyncContext async = request.startAsync();
        async.start(
            () -> {
              print(async, "async");
              async.complete();
            });
      }
      case ASYNC_AT_ONCE -> {
        AsyncContext async = request.startAsync();
        print(async, "async");
        async.complete();
      }
      case ASYNC_CLOSED_EARLY -> {
        AsyncContext async = request.startAsync();
        async.start(
            () -> {
              print(async, "async");
              close(async);
              request.getSession().setAttribute("late", "yes");
              async.complete();
            });
      }
      case ASYNC_DISPATCH -> {
        if (again) {
          response.getWriter().print("dispatched");
        } else {
          request.setAttribute("again", true);
          request.startAsync().dispatch();
        }
      }
      case ASYNC_AGAIN -> {
        AsyncContext async = request.startAsync();
        if (!again) {
          request.setAttribute("again", true);
          async.addListener(new Ending());
          async.dispatch();
        }
      }
      case ASYNC_ELSEWHERE ->
          request.startAsync().dispatch(getServletContext().getContext("/other"), "/page");
      case ASYNC_TIMEOUT -> request.startAsync().setTimeout(100);
      case WRITE_LISTENER -> new Writer(request, response, "written").begin();
      case WRITE_LISTENER_FIXED -> {
        response.setContentLength(7);
        new Writer(request, response, "written").begin();
      }
      case INVALIDATE -> {
        request.getSession().invalidate();
        response.getWriter().print("ended");
      }
      case CHANGE_ID -> {
        request.changeSessionId();
        response.getWriter().print("changed");
      }
      default -> throw new ServletException(way + " is not known");
    }
  }

  private static void print(AsyncContext async, String text) {
    try {
      async.getResponse().getWriter().print(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(AsyncContext async) {
    try {
      async.getResponse().getWriter().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers and ends what was begun anew, from a thread of its own. */
  private static final class Ending implements AsyncListener {
    @Override
    public void onStartAsync(AsyncEvent event) {
      AsyncContext async = event.getAsyncContext();
      async.start(
          () -> {
            print(async, "again");
            async.complete();
          });
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}
  }

  /** Writes when it may, and ends the request from a thread of its own. */
  private static final class Writer implements WriteListener {
    private final AsyncContext async;
    private final ServletOutputStream output;
    private final String text;
    private boolean written;

    Writer(HttpServletRequest request, HttpServletResponse response, String text)
        throws IOException {
      this.async = request.startAsync();
      this.output = response.getOutputStream();
      this.text = text;
    }

    void begin() {
      output.setWriteListener(this);
    }

    @Override
    public void onWritePossible() throws IOException {
      while (output.isReady()) {
        if (written) {
          async.complete();
          return;
        }
        output.print(text);
        written = true;
      }
    }

    @Override
    public void onError(Throwable failure) {
      Executors.callable(async::complete);
    }
  }
}
