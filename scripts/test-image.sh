#!/usr/bin/env bash
# Builds the image from the Dockerfile and runs it, without a Docker daemon and without a registry:
# buildah builds on a Debian made by mmdebstrap, runc runs the result as an orchestrator would: own network,
# read-only root file system, no capability, no new privileges.
#   scripts/test-image.sh [CONTEXT]     CONTEXT: the folder to build, by default this repository
# Needs root (namespaces) and `scripts/setup-tests.sh --all`.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/.."
context=${1:-.}

[ "$(id -u)" = 0 ] || { echo 'test-image.sh needs root: it makes namespaces and mounts.' >&2; exit 1; }

cache=$PWD/.cache
mkdir -p "$cache"
work=$(mktemp -d "$cache/image.XXXXXX")
container=portico-test-$$
image=localhost/portico:test

# Copying whole file systems (vfs) works everywhere; overlay is faster where the kernel has it.
driver=vfs
if grep -q overlay /proc/filesystems; then driver=overlay; fi

build() { buildah --root "$work/storage" --runroot "$work/run" --storage-driver "$driver" "$@"; }
oci() { runc --root "$work/runc" "$@"; }
step() { printf '\n-- %s (%ds)\n' "$*" $SECONDS; }
fail() {
	printf 'FAILED: %s\n' "$*" >&2
	if [ -f "$work/log" ]; then tail -n 40 "$work/log" >&2; fi
	exit 1
}
finish() {
	oci delete --force "$container" 2>/dev/null || true
	build umount --all >/dev/null 2>&1 || true
	rm -rf "$work"
}
trap finish EXIT

step 'A Debian base, in place of the images of the registry'
base=$cache/debian-base.tar
if [ ! -f "$base" ]; then
	# The package sources of this machine, whatever mirror they name.
	apt-get indextargets 'Created-By: Packages' \
		--format '$(LABEL) deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(SITE) $(RELEASE) $(COMPONENT)' |
		sed -n 's/^Debian[^ ]* //p' >"$work/sources.list"
	mmdebstrap --quiet --variant=essential --include=ca-certificates,tzdata bookworm "$base.new" "$work/sources.list"
	mv "$base.new" "$base"
fi
c=$(build from scratch)
build add --quiet "$c" "$base" / >/dev/null
build commit --quiet "$c" localhost/base >/dev/null
build config --env PATH=/usr/local/go/bin:/usr/bin:/bin "$c"
build commit --quiet --rm "$c" localhost/build >/dev/null
# The admin UI's packages come from this machine too, installed from the same lock file, in place of those that npm would fetch.
scripts/admin-ui.sh
printf '#!/bin/sh\ncp -a /packages/node_modules .\n' >"$work/npm"
chmod 755 "$work/npm"
c=$(build from localhost/base)
build copy --quiet "$c" "$work/npm" /usr/bin/npm >/dev/null
build commit --quiet --rm "$c" localhost/node >/dev/null

step 'The image'
# Go and its caches come from this machine, in place of those of the golang image.
go mod download
version=0.0.0-test
build bud --isolation chroot --pull=never --layers=false --format docker --quiet \
	--volume "$(go env GOROOT):/usr/local/go:ro" \
	--volume "$(go env GOMODCACHE):/root/go/pkg/mod:ro" \
	--volume "$PWD/admin-ui/node_modules:/packages/node_modules:ro" \
	--volume "$(go env GOCACHE):/root/.cache/go-build:rw" \
	--build-arg NODE=localhost/node --build-arg BUILD=localhost/build --build-arg BASE=localhost/base --build-arg VERSION=$version \
	--tag "$image" --file "$here/../Dockerfile" "$context" >/dev/null
build inspect --type image "$image" >"$work/image.json"
root=$(build mount "$(build from --pull=never "$image")")

# What a new volume on /data looks like: the folder of the image, with its owner.
cp -a "$root/data" "$work/data"

# bundle ARG…: writes the runtime configuration that the image asks for; ARGs replace its command.
bundle() {
	node - "$work" "$root" "$@" <<-'END'
		const fs = require('fs');
		const [work, root, ...args] = process.argv.slice(2);
		const image = JSON.parse(fs.readFileSync(`${work}/image.json`, 'utf8')).Docker.config;
		const [uid, gid] = (image.User || '0').split(':').map(Number);
		if (!uid) throw new Error(`the image runs as ${JSON.stringify(image.User)}: want a number that is not root`);
		for (const port of ['8080/tcp', '8081/tcp']) {
			if (!image.ExposedPorts?.[port]) throw new Error(`the image does not expose ${port}`);
		}
		if (!image.Volumes?.['/data']) throw new Error('the image has no volume /data');
		const tmpfs = (destination) => ({ destination, type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'nodev', 'noexec', 'mode=1777'] });
		fs.writeFileSync(`${work}/config.json`, JSON.stringify({
			ociVersion: '1.0.2',
			process: {
				args: [...image.Entrypoint, ...(args.length ? args : image.Cmd)],
				env: image.Env, cwd: image.WorkingDir || '/', user: { uid, gid },
				noNewPrivileges: true, capabilities: {},
			},
			root: { path: root, readonly: true },
			mounts: [
				{ destination: '/proc', type: 'proc', source: 'proc' },
				{ destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'mode=755'] },
				tmpfs('/tmp'),
				{ destination: '/etc/hosts', type: 'bind', source: `${work}/hosts`, options: ['rbind', 'ro'] },
				{ destination: '/data', type: 'bind', source: `${work}/data`, options: ['rbind', 'rw'] },
			],
			linux: { namespaces: ['pid', 'ipc', 'uts', 'mount', 'network'].map((type) => ({ type })) },
		}));
		fs.writeFileSync(`${work}/hosts`, '127.0.0.1 localhost\n::1 localhost\n');
		fs.writeFileSync(`${work}/healthcheck`, (image.Healthcheck?.Test ?? []).slice(1).join('\n'));
	END
}

step 'Commands'
bundle version
got=$(oci run --bundle "$work" "$container") || fail 'portico version'
case $got in *$version*) echo "$got" ;; *) fail "version says $got, want $version" ;; esac
bundle healthcheck
if oci run --bundle "$work" "$container" >/dev/null 2>&1; then fail 'healthcheck passes with nothing running'; fi

bundle
mapfile -t healthcheck <"$work/healthcheck"
[ ${#healthcheck[@]} -gt 0 ] || fail 'the image has no HEALTHCHECK'

for start in first second; do
	step "Serving, $start start on the same volume"
	oci run --bundle "$work" "$container" >"$work/log" 2>&1 &
	runner=$!
	pid=
	ready=
	for _ in $(seq 300); do
		pid=$(oci state "$container" 2>/dev/null | sed -n 's/.*"pid": *\([0-9]*\).*/\1/p' || true)
		if [ "${pid:-0}" != 0 ] && nsenter --target "$pid" --net curl --silent --fail --output /dev/null http://127.0.0.1:8080/readyz; then
			ready=yes
			break
		fi
		kill -0 "$runner" 2>/dev/null || fail 'the container ended before it was ready'
		sleep 0.1
	done
	[ -n "$ready" ] || fail 'no answer from /readyz in 30 seconds'

	grep -q '^Uid:.*\b10001\b' "/proc/$pid/status" || fail "runs as $(grep ^Uid "/proc/$pid/status")"
	grep -q '^CapEff:[[:space:]]*0*$' "/proc/$pid/status" || fail 'has capabilities'
	oci exec "$container" /usr/bin/touch /written 2>/dev/null && fail 'the root file system can be written'
	oci exec "$container" "${healthcheck[@]}" >/dev/null || fail "${healthcheck[*]} fails while /readyz answers"
	[ -n "$(find "$work/data" -mindepth 1 -user 10001 -print -quit)" ] || fail 'nothing was written to /data'

	oci kill "$container" TERM
	status=0
	wait "$runner" || status=$?
	[ "$status" = 0 ] || fail "SIGTERM ended it with status $status"
	oci delete --force "$container" 2>/dev/null || true
	echo "Ready, not root, root file system read-only, healthy, stopped with status 0."
done

step "Image passed: $(du --summarize --human-readable --apparent-size "$root/usr/local/bin/portico" | cut -f1) binary"
