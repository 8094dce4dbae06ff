/** A Way is how a site gets the shared parts. */
export const ways = ["nginx", "apache", "varnish", "loader", "fragments"] as const;
export type Way = (typeof ways)[number];

export interface Snippet {
  way: Way;
  blocks: { where: "server" | "layout" | "head" | "body" | "request" | "answer"; file: string; code: string }[];
}

interface Of {
  key: string;
  locale: string;
  /** Address of a delivery node. */
  delivery: string;
}

const parts = ["header", "breadcrumbs", "footer", "scripts"] as const;

/** snippets gives, for each way, what a site adds, ready to be copied. */
export function snippets({ key, locale, delivery }: Of): Snippet[] {
  const host = delivery.replace(/^https?:\/\//, "");
  const page = (include: (part: string, path: boolean) => string) =>
    `<head>\n  ${include("head", false)}\n</head>\n<body>\n  ${include("header", true)}\n  ${include("breadcrumbs", true)}\n  …\n  ${include("footer", false)}\n  ${include("scripts", false)}\n</body>`;
  const ssi = (uri: string) => page((part, path) => `<!--# include virtual="/portico/i/${key}/${part}/${locale}${path ? `?path=${uri}` : ""}" -->`);
  return [
    {
      way: "nginx",
      blocks: [
        {
          where: "server", file: "server { … }",
          code: [
            "ssi on;", "location /portico/ {", "    internal;", `    proxy_pass ${delivery}/;`, "    proxy_pass_request_headers off;", "    proxy_connect_timeout 200ms;",
            "    proxy_read_timeout    800ms;", "    proxy_cache                   portico;", "    proxy_cache_background_update on;",
            "    proxy_cache_use_stale         error timeout updating http_500 http_502 http_503 http_504;", "    error_page 500 502 503 504 =200 @portico_nothing;", "}",
            'location @portico_nothing { return 200 ""; }', "", "# once, in http { … }:", "# proxy_cache_path /var/cache/nginx/portico keys_zone=portico:2m max_size=100m inactive=30d;",
          ].join("\n"),
        },
        { where: "layout", file: "layout.html", code: ssi("$uri") },
      ],
    },
    {
      way: "apache",
      blocks: [
        {
          where: "server", file: "<VirtualHost>",
          code: [
            "# modules: include, proxy, proxy_http", "<Location />", "    Options +IncludesNOEXEC", "    AddOutputFilter INCLUDES .html", "</Location>",
            `ProxyPass        "/portico/" "${delivery}/" connectiontimeout=1 timeout=1`, "SSIErrorMsg \"\"",
          ].join("\n"),
        },
        { where: "layout", file: "layout.html", code: ssi("$DOCUMENT_URI").replaceAll("<!--# ", "<!--#") },
      ],
    },
    {
      way: "varnish",
      blocks: [
        {
          where: "server", file: "default.vcl",
          code: [
            `backend portico { .host = "${host.split(":")[0]}"; .port = "${host.split(":")[1] ?? "80"}"; .connect_timeout = 200ms; .first_byte_timeout = 800ms; }`, "",
            "sub vcl_recv {", '  if (req.url ~ "^/portico/") {', "    set req.backend_hint = portico;", '    set req.url = regsub(req.url, "^/portico", "");', "    unset req.http.Cookie;", "  }", "}",
            "sub vcl_backend_response {", '  if (beresp.http.Content-Type ~ "text/html") { set beresp.do_esi = true; }', "  set beresp.grace = 7d;", "}",
          ].join("\n"),
        },
        { where: "layout", file: "layout.html", code: page((part) => `<esi:include src="/portico/i/${key}/${part}/${locale}" onerror="continue"/>`) },
      ],
    },
    {
      way: "loader",
      blocks: [
        { where: "head", file: "<head>", code: `<script src="${delivery}/e/${key}.js" data-locale="${locale}" crossorigin="anonymous"></script>` },
        { where: "body", file: "<body>", code: "<portico-header></portico-header>\n…\n<portico-footer></portico-footer>" },
      ],
    },
    {
      way: "fragments",
      blocks: [
        { where: "request", file: "GET", code: `curl '${delivery}/v1/sites/${key}/fragments?locale=${locale}&path=/'` },
        { where: "answer", file: "JSON", code: ["<head>      …  parts.head       </head>", `<body>      ${parts.slice(0, 2).map((p) => `parts.${p}`).join("  ")}`, "            …", `            ${parts.slice(2).map((p) => `parts.${p}`).join("  ")}  </body>`].join("\n") },
      ],
    },
  ];
}

/** check gives the command that looks whether a page has the parts. */
export function check(address: string): string {
  return `curl -sL '${address}' | grep -o 'data-portico-part="[a-z]*"'`;
}
