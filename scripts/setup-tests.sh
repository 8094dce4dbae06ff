#!/usr/bin/env bash
# Installs what the tests need beside Go, Node.js and make: the real servers, interpreters and browser
# that they start. As root on Debian it installs what is missing; anywhere else it names it and stops.
#   scripts/setup-tests.sh         for `make test`
#   scripts/setup-tests.sh --all   for `make test-all` and `make bench` as well
set -euo pipefail

missing=()

# need PACKAGE [PROOF…]: PROOF is a command or a file pattern that shows the need is met, however it
# came onto the machine. Without one, only the Debian package itself counts.
need() {
	local package=$1 proof
	shift
	for proof in "$@"; do
		if command -v "$proof" >/dev/null || compgen -G "$proof" >/dev/null; then return; fi
	done
	if [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
		missing+=("$package")
	fi
}

need git git                               # the version of the build
need gcc gcc                               # go test -race
need libc6-dev '/usr/include/stdlib.h'
need postgresql '/usr/lib/postgresql/*/bin/initdb'
need chromium chromium                     # pages as a visitor sees them
need fonts-noto-core                       # Arabic and Latin in the screenshots
need php-cli php                           # DokuWiki, and the PHP client
need php-curl
need composer composer                     # installs the package of design tokens; npm comes with Node.js
need php-xml
need php-mbstring
need dokuwiki '/usr/share/dokuwiki/doku.php'
need default-jdk-headless javac            # Tomcat, and the Java client
need tomcat10 '/usr/share/tomcat10/lib/catalina.jar'
need tomcat10-examples '/usr/share/tomcat10-examples/examples/WEB-INF/web.xml'
need maven mvn                             # fetches the toolkit below
need mono-mcs mcs                          # the ASP.NET pages, and the .NET client
need mono-devel
need libmono-system-net-http4.0-cil '/usr/lib/mono/4.5/System.Net.Http.dll'
need libmono-system-web-extensions4.0-cil '/usr/lib/mono/4.5/System.Web.Extensions.dll' # JSON, for generated types
need libnewtonsoft-json5.0-cil '/usr/lib/cli/Newtonsoft.Json-5.0/Newtonsoft.Json.dll'
need libmono-system-runtime-caching4.0-cil '/usr/lib/mono/4.5/System.Runtime.Caching.dll'
need asp.net-examples '/usr/share/asp.net-demos'
need python3-aiosmtpd '/usr/lib/python3/dist-packages/aiosmtpd/smtp.py' # a mail server
need nginx nginx /usr/sbin/nginx           # sites without an SDK: server-side includes
need libnginx-mod-http-brotli-filter '/usr/lib/nginx/modules/ngx_http_brotli_filter_module.so'
need apache2-bin /usr/sbin/apache2         # the same for Apache: mod_include
need varnish varnishd /usr/sbin/varnishd   # caches that are purged
need varnish-modules '/usr/lib/*/varnish/vmods/libvmod_xkey.so'
need wrk wrk                               # load: the benchmarks, which a test starts with little data

if [ "${1:-}" = --all ]; then
	need libnginx-mod-http-brotli-static '/usr/lib/nginx/modules/ngx_http_brotli_static_module.so'
	need buildah buildah                   # the container image, built and run without a daemon
	need mmdebstrap mmdebstrap             # the Debian base it is built on
	need runc runc                           # (crun refuses machines with both cgroup versions)
	need curl curl
fi

# The compiler of TypeScript, what reads OpenAPI and GraphQL, what uses design tokens, and what judges pages, as pinned in their lock files; npm itself comes with Node.js.
node_tools() {
	local tools dir
	tools=$(dirname "$0")/../tools
	for dir in "$tools/typescript" "$tools/openapi" "$tools/graphql" "$tools/tokens" "$tools/browser"; do
		if cmp -s "$dir/package-lock.json" "$dir/node_modules/.installed"; then continue; fi
		npm ci --prefix "$dir" --no-audit --no-fund --ignore-scripts
		cp "$dir/package-lock.json" "$dir/node_modules/.installed"
	done
}

# Okapi's toolkit for XLIFF, which no Debian package holds: the versions of pom.xml, with the sums of jars.sha256.
okapi() {
	local root from jars
	root=$(cd "$(dirname "$0")/.." && pwd)
	from=$root/internal/exchange/testdata/okapi jars=$root/.cache/okapi
	if (cd "$jars" 2>/dev/null && sha256sum --quiet --check "$from/jars.sha256" >/dev/null 2>&1); then return; fi
	echo "Fetching Okapi's XLIFF toolkit …"
	rm -rf "$jars"
	mkdir -p "$jars"
	mvn --batch-mode --quiet --file "$from/pom.xml" \
		org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$jars"
	(cd "$jars" && sha256sum --quiet --check "$from/jars.sha256")
}

if [ ${#missing[@]} -eq 0 ]; then
	node_tools
	okapi
	echo "Nothing to install: all that the tests need is here."
	exit 0
fi

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
	cat >&2 <<-END
	The tests need what these Debian packages hold, and it is not on this machine:
	  ${missing[*]}
	Install it, then run this again. On Debian or Ubuntu:
	  sudo apt-get update && sudo apt-get install --no-install-recommends ${missing[*]}
	END
	exit 1
fi

# Installing must start no service: the tests start their own, on free ports.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
	printf '#!/bin/sh\nexit 101\n' >$policy
	chmod +x $policy
	trap 'rm -f $policy' EXIT
fi

install() {
	DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends \
		-o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "${missing[@]}"
}

echo "Installing: ${missing[*]}"
for attempt in 1 2 3; do
	# Package lists go stale: they are fetched again before every try, so that no removed file is asked for.
	apt-get update --quiet -o Acquire::Retries=3 >/dev/null || echo "apt-get update failed; trying with the lists at hand." >&2
	if install; then
		node_tools
		okapi
		echo "Installed."
		exit 0
	fi
	echo "Attempt $attempt of 3 failed." >&2
	sleep $((attempt * 5))
done
echo "These packages could not be installed: ${missing[*]}" >&2
exit 1
