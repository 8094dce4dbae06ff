package portico;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Holds an HTML page back until it is complete, so that the shared parts can be put in. Everything else — images, downloads,
 * JSON, compressed or very long pages, pages written without blocking — passes through untouched.
 */
final class HtmlResponse extends HttpServletResponseWrapper {
    private static final int MAX_PAGE = 4 << 20; // bytes that are held back; a longer page passes as it is

    /** They describe the application's bytes, not the page that the visitor gets: held back until it is clear which it is. */
    private static final Set<String> OF_THE_BODY = Set.of("content-length", "etag", "last-modified", "accept-ranges");

    private final List<Runnable> heldHeaders = new ArrayList<>();
    private final ByteArrayOutputStream page = new ByteArrayOutputStream();
    private boolean released;
    private ServletOutputStream stream;
    private PrintWriter writer;

    HtmlResponse(HttpServletResponse response) {
        super(response);
    }

    /** Completes the page with the parts and sends it. */
    void finish(Supplier<Map<String, String>> parts) throws IOException {
        if (writer != null) {
            writer.flush();
        }
        if (released || !isHtml()) {
            pass();
        } else if (page.size() > 0) {
            boolean utf8 = getContentType().toLowerCase(Locale.ROOT).replace("\"", "").contains("charset=utf-8");
            byte[] complete = HtmlInjector.inject(page.toByteArray(), utf8, parts.get());
            super.setContentLengthLong(complete.length);
            super.getOutputStream().write(complete);
        }
    }

    /** Sends what was held back, as it is; from now on everything passes. */
    void release() throws IOException {
        if (writer != null) {
            writer.flush();
        }
        pass();
    }

    private void pass() throws IOException {
        if (released) {
            return;
        }
        released = true;
        heldHeaders.forEach(Runnable::run);
        heldHeaders.clear();
        if (page.size() > 0) {
            page.writeTo(super.getOutputStream());
            page.reset();
        }
    }

    private boolean isHtml() {
        String type = getContentType();
        return type != null
                && type.toLowerCase(Locale.ROOT).startsWith("text/html")
                && getHeader("Content-Encoding") == null
                && getStatus() != SC_PARTIAL_CONTENT;
    }

    @Override
    public ServletOutputStream getOutputStream() {
        if (stream == null) {
            stream = new HeldStream();
        }
        return stream;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (writer == null) {
            setCharacterEncoding(getCharacterEncoding()); // a writer fixes the charset and names it in Content-Type
            writer = new PrintWriter(new OutputStreamWriter(getOutputStream(), getCharacterEncoding()));
        }
        return writer;
    }

    @Override
    public void flushBuffer() throws IOException {
        if (released || !isHtml()) {
            release();
            super.flushBuffer();
        }
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        page.reset();
    }

    @Override
    public void reset() {
        super.reset();
        page.reset();
        heldHeaders.clear();
        stream = null;
        writer = null;
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        discard();
        super.sendError(status, message);
    }

    @Override
    public void sendError(int status) throws IOException {
        discard();
        super.sendError(status);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        discard();
        super.sendRedirect(location);
    }

    private void discard() {
        page.reset();
        heldHeaders.clear();
        released = true;
    }

    @Override
    public void setHeader(String name, String value) {
        header(name, () -> super.setHeader(name, value));
    }

    @Override
    public void addHeader(String name, String value) {
        header(name, () -> super.addHeader(name, value));
    }

    @Override
    public void setIntHeader(String name, int value) {
        header(name, () -> super.setIntHeader(name, value));
    }

    @Override
    public void setDateHeader(String name, long value) {
        header(name, () -> super.setDateHeader(name, value));
    }

    @Override
    public void setContentLength(int length) {
        header("content-length", () -> super.setContentLength(length));
    }

    @Override
    public void setContentLengthLong(long length) {
        header("content-length", () -> super.setContentLengthLong(length));
    }

    private void header(String name, Runnable set) {
        if (!released && OF_THE_BODY.contains(name.toLowerCase(Locale.ROOT))) {
            heldHeaders.add(set);
        } else {
            set.run();
        }
    }

    /** Writes to the held page, or through to the visitor once it was released. */
    private final class HeldStream extends ServletOutputStream {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            // Not earlier than now: the content type may be set after the stream was asked for.
            if (!released && (!isHtml() || page.size() + length > MAX_PAGE)) {
                pass();
            }
            if (released) {
                HtmlResponse.super.getOutputStream().write(bytes, offset, length);
            } else {
                page.write(bytes, offset, length);
            }
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void flush() throws IOException {
            if (released) {
                HtmlResponse.super.getOutputStream().flush();
            }
        }

        @Override
        public boolean isReady() {
            try {
                return !released || HtmlResponse.super.getOutputStream().isReady();
            } catch (IOException e) {
                return true; // the write that follows reports it
            }
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            try {
                release();
                HtmlResponse.super.getOutputStream().setWriteListener(listener);
            } catch (IOException e) {
                listener.onError(e);
            }
        }
    }
}
