package portico;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Gives every HTML page of a web application the group's header, breadcrumbs and footer.
 *
 * <p>Context parameters: {@code portico.url} (Portico's delivery address), {@code portico.site} (the site's key),
 * {@code portico.locales} (comma-separated, the first is the default; fr,en,de,ar), {@code portico.ttl} (seconds before
 * Portico is asked again; 30), {@code portico.folder} (where the last answers are kept; the context's temporary folder).
 */
public final class PorticoFilter implements Filter {
    /** With these, a browser asks whether its old copy still holds, or for a piece: no answer for a page that we complete. */
    private static final Set<String> CONDITIONS =
            Set.of("if-none-match", "if-modified-since", "if-range", "range");
    private static final int MAX_PATH = 500;

    private PorticoClient client;
    private List<String> locales;

    @Override
    public void init(FilterConfig config) {
        ServletContext context = config.getServletContext();
        File temporary = (File) context.getAttribute(ServletContext.TEMPDIR);
        locales = List.of(parameter(context, "portico.locales", "fr,en,de,ar").split(","));
        client = new PorticoClient(
                parameter(context, "portico.url", "http://localhost:8080"),
                parameter(context, "portico.site", context.getServletContextName()),
                locales,
                Duration.ofSeconds(Long.parseLong(parameter(context, "portico.ttl", "30"))),
                Path.of(parameter(context, "portico.folder", temporary + "/portico")));
    }

    private static String parameter(ServletContext context, String name, String otherwise) {
        String value = context.getInitParameter(name);
        return value == null ? otherwise : value;
    }

    @Override
    public void destroy() {
        client.close();
    }

    @Override
    public void doFilter(ServletRequest req, ServletResponse res, FilterChain chain) throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) req;
        HtmlResponse response = new HtmlResponse((HttpServletResponse) res);
        String locale = locale(request, response);
        String path = path(request);
        chain.doFilter(wantsPage(request) ? unconditional(request) : request, response);
        if (request.isAsyncStarted()) {
            response.release(); // the page goes on after this filter, in pieces: it stays as it is
        } else {
            response.finish(() -> client.parts(locale, path));
        }
    }

    /** ?lang=, else the cookie that the last ?lang= left, else the site's default. */
    private String locale(HttpServletRequest request, HttpServletResponse response) {
        // Only the query: getParameter would read a form's body before the application has set its encoding.
        String asked = null;
        for (String pair : String.valueOf(request.getQueryString()).split("&")) {
            if (pair.startsWith("lang=")) {
                asked = pair.substring("lang=".length());
            }
        }
        String remembered = null;
        for (Cookie cookie : request.getCookies() == null ? new Cookie[0] : request.getCookies()) {
            if (cookie.getName().equals("lang")) {
                remembered = cookie.getValue();
            }
        }
        if (asked != null && locales.contains(asked)) {
            if (!asked.equals(remembered)) {
                Cookie cookie = new Cookie("lang", asked);
                cookie.setPath("/");
                cookie.setHttpOnly(true);
                response.addCookie(cookie);
            }
            return asked;
        }
        return remembered != null && locales.contains(remembered) ? remembered : locales.get(0);
    }

    /** The path that the visitor asked for, still percent-encoded, without ;jsessionid. */
    private static String path(HttpServletRequest request) {
        String path = request.getRequestURI().replaceAll(";[^/]*", "");
        return path.startsWith("/") && path.length() <= MAX_PATH ? path : "/";
    }

    /** Browsers name text/html when they open a page, and not when they load what the page needs. */
    private static boolean wantsPage(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.contains("text/html");
    }

    private static HttpServletRequest unconditional(HttpServletRequest request) {
        return new HttpServletRequestWrapper(request) {
            @Override
            public String getHeader(String name) {
                return hidden(name) ? null : super.getHeader(name);
            }

            @Override
            public long getDateHeader(String name) {
                return hidden(name) ? -1 : super.getDateHeader(name);
            }

            @Override
            public Enumeration<String> getHeaders(String name) {
                return hidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
            }

            private boolean hidden(String name) {
                return CONDITIONS.contains(name.toLowerCase(Locale.ROOT));
            }
        };
    }
}
