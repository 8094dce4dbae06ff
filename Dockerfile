# The image of Portico: one static binary on a bare Debian, as an ordinary user.
#   docker build --build-arg VERSION=$(git describe --tags --always) -t portico .
# The root file system can be read-only; only /data is written, and /tmp if it is there.
# NODE fetches the packages of the admin UI and nothing else; BUILD needs Go, certificates and time zones; BASE can be any Linux, distroless included:
# nothing is run in the last stage.
ARG BUILD=docker.io/library/golang:1.26-bookworm
ARG NODE=docker.io/library/node:20-bookworm-slim
ARG BASE=docker.io/library/debian:bookworm-slim

FROM ${NODE} AS packages
WORKDIR /src/admin-ui
COPY admin-ui/package.json admin-ui/package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund --ignore-scripts

FROM ${BUILD} AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=packages /src/admin-ui/node_modules admin-ui/node_modules
ARG VERSION=dev
RUN CGO_ENABLED=0 go run ./admin-ui/build -types=false \
    && CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w -X github.com/portico-cms/portico/internal/app.Version=${VERSION}" \
        -o /out/portico ./cmd/portico \
    && mkdir -p /out/data

FROM ${BASE}
ARG VERSION=dev
LABEL org.opencontainers.image.title="Portico" \
      org.opencontainers.image.description="Headless CMS and shared design-system server" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.source="https://github.com/portico-cms/portico" \
      org.opencontainers.image.version="${VERSION}"
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /usr/share/zoneinfo /usr/share/zoneinfo
COPY --from=build /out/portico /usr/local/bin/portico
# A new volume takes the owner of the folder that it covers.
COPY --from=build --chown=10001:10001 /out/data /data
ENV PORTICO_DATA_DIR=/data
VOLUME /data
# By number, so that Kubernetes can see that it is not root.
USER 10001:10001
# 8080: delivery, for sites and visitors. 8081: authoring, for editors only.
EXPOSE 8080 8081
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD ["/usr/local/bin/portico", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/portico"]
CMD ["serve"]
