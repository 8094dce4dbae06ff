vcl 4.1;
# Three delivery nodes behind Varnish, which keeps answers and is told what a publication changed. What is in capitals is yours.
import directors;
import std;
import xkey;

probe alive { .url = "/readyz"; .interval = 1s; .timeout = 1s; .window = 3; .threshold = 2; .initial = 2; }

backend node1 { .host = "HOST1"; .port = "PORT1"; .connect_timeout = 250ms; .first_byte_timeout = 5s; .probe = alive; }
backend node2 { .host = "HOST2"; .port = "PORT2"; .connect_timeout = 250ms; .first_byte_timeout = 5s; .probe = alive; }
backend node3 { .host = "HOST3"; .port = "PORT3"; .connect_timeout = 250ms; .first_byte_timeout = 5s; .probe = alive; }

acl authoring { "AUTHORING"; }

sub vcl_init {
  new nodes = directors.round_robin();
  nodes.add_backend(node1);
  nodes.add_backend(node2);
  nodes.add_backend(node3);
}

sub vcl_recv {
  set req.backend_hint = nodes.backend();
  if (req.method == "PURGE") {
    if (client.ip !~ authoring) { return (synth(403)); }
    set req.http.purged = xkey.purge(req.http.Surrogate-Key-Purge);
    return (synth(200));
  }
  if (req.url == "/metrics") { return (synth(404)); }
  if (req.url ~ "^/v1/events") { return (pipe); }
  # Questions that are sent with POST: kept for as long as another node may have to be asked.
  if (req.method == "POST") { std.cache_req_body(64KB); }
  # Private sites and previews, and who waits for a generation.
  if (req.http.Authorization || req.http.Portico-Min-Generation || req.http.Cookie ~ "Portico-Preview=") { return (pass); }
  unset req.http.Cookie;
  # While a node answers, what is kept is at most ten minutes too old; while none does, a week.
  if (std.healthy(req.backend_hint)) { set req.grace = 10m; }
}

sub vcl_backend_response {
  # A node that is starting, or stopping: another one is asked before anybody is told.
  if (beresp.status == 502 || beresp.status == 504) {
    if (bereq.retries < 2) { return (retry); }
    if (bereq.is_bgfetch) { return (abandon); }
  }
  set beresp.do_stream = false; # an answer that breaks off is asked for again, and never shown
  set beresp.http.xkey = beresp.http.Surrogate-Key;
  if (beresp.ttl > 0s) { set beresp.grace = 7d; }
}

sub vcl_backend_error {
  if (bereq.retries < 2) { return (retry); }
}

sub vcl_deliver {
  unset resp.http.xkey;
}
