# Shoal, gateway and worker: docker build -t shoal . && docker run -p 8080:8080 -v shoal:/data shoal
FROM node:20.20-bookworm-slim AS build
WORKDIR /shoal
COPY package.json package-lock.json ./
COPY packages/cli/package.json packages/cli/
COPY packages/playground/package.json packages/playground/
COPY packages/sdk/package.json packages/sdk/
COPY packages/server/package.json packages/server/
COPY packages/speech/package.json packages/speech/
COPY packages/wire/package.json packages/wire/
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.base.json ./
COPY scripts scripts
COPY packages packages
RUN npm run build \
 && npm prune --omit=dev --no-audit --no-fund \
 && rm -rf packages/*/src packages/*/dist/.tsbuildinfo

FROM node:20.20-bookworm-slim
# MP3 in half the time, and recognition of English. Their versions are those of the Debian release.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends libmp3lame0 libpocketsphinx3 pocketsphinx-en-us \
 && rm -rf /var/lib/apt/lists/* \
 && install -d -o node -g node /data
WORKDIR /shoal
COPY --from=build /shoal/package.json ./
COPY --from=build /shoal/node_modules node_modules
COPY --from=build /shoal/packages packages
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 SHOAL_DATA_DIR=/data
USER node
VOLUME /data
EXPOSE 8080
# For the gateway; a worker has no HTTP, and turns this off.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD node -e "fetch('http://127.0.0.1:' + process.env.PORT + '/health').then(({ ok }) => process.exit(ok ? 0 : 1))"
# A worker: docker run shoal packages/server/dist/worker-start.js
ENTRYPOINT ["node"]
CMD ["packages/server/dist/start.js"]
