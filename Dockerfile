# One image for `odop serve`, `odop worker` and `odop migrate`; compose.yaml runs all three.
# Build tools stay in their stages: the final image has no Node and runs as an ordinary user.
ARG PYTHON_IMAGE=python:3.13-slim-bookworm
ARG NODE_IMAGE=node:22-bookworm-slim

FROM ${NODE_IMAGE} AS console
WORKDIR /console
COPY console/package.json console/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY console ./
RUN npm run build

FROM ${PYTHON_IMAGE} AS packages
RUN python3 -m venv /venv
COPY requirements.lock /mart/
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r /mart/requirements.lock
COPY . /mart
COPY --from=console /console/dist /mart/console/dist
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation --editable /mart \
    && /venv/bin/python -m compileall -q /mart

FROM ${PYTHON_IMAGE}
RUN useradd --uid 10001 --home-dir /var/lib/odop --create-home odop
COPY --from=packages /venv /venv
COPY --from=packages /mart /mart
USER odop
WORKDIR /mart
VOLUME /var/lib/odop
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    ODOP_DATA_DIR=/var/lib/odop \
    PORT=8000
EXPOSE 8000
# Ready: migrated, a page can be read, and the product index is loaded.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["python", "-c", \
    "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/readyz')"]
CMD ["odop", "serve"]
