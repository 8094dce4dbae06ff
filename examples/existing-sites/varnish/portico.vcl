vcl 4.1;
# Shared parts for a site behind Varnish, as Edge Side Includes. What is in capitals is yours.
backend site    { .host = "SITEHOST"; .port = "SITEPORT"; }
backend portico { .host = "PORTICOHOST"; .port = "PORTICOPORT"; .connect_timeout = 200ms; .first_byte_timeout = 800ms; .between_bytes_timeout = 800ms; }

sub vcl_recv {
  if (req.url ~ "^/portico/") {
    if (req.esi_level == 0) { return (synth(404)); } # for includes only: visitors have no business here
    set req.url = regsub(req.url, "^/portico", "");
    set req.backend_hint = portico;
    unset req.http.Cookie;
    return (hash);
  }
  set req.backend_hint = site;
}

sub vcl_hash {
  if (req.backend_hint == portico) { hash_data("portico"); } # its /i/ is not the site's
}

sub vcl_backend_response {
  if (bereq.backend == portico) {
    if (beresp.status >= 500 && bereq.is_bgfetch) { return (abandon); } # the last header stays
    if (beresp.status != 200) { return (error(503)); }
    if (beresp.ttl > 0s) { set beresp.grace = 7d; }
    return (deliver);
  }
  if (beresp.http.Content-Type ~ "^text/html") { set beresp.do_esi = true; }
}

# Varnish would paste its own error page: where there has never been a header, nothing is pasted.
sub vcl_backend_error {
  if (bereq.backend == portico) {
    set beresp.status = 200;
    set beresp.ttl = 0s;
    set beresp.http.Content-Type = "text/html; charset=utf-8";
    synthetic("");
    return (deliver);
  }
}
