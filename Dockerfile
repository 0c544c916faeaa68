# Trucewatch with all it needs: `docker build -t trucewatch .`; docker-compose.yml runs it as Airflow's parts and as `truce`.
ARG BASE_IMAGE=python:3.11-slim-bookworm
FROM ${BASE_IMAGE}

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

WORKDIR /opt/truce
COPY requirements.lock ./
RUN python -m pip install --no-deps --require-hashes -r requirements.lock

COPY pyproject.toml README.md LICENSE ./
COPY etl ./etl
COPY schema ./schema
COPY dags ./dags
COPY deploy ./deploy
RUN python -m pip install --no-deps --no-build-isolation --editable .

# Not root, in a home of its own: the passwords of the database roles, Airflow's logs, the embedded server if one is used.
RUN useradd --uid 10001 --create-home --home-dir /var/lib/truce truce \
    && mkdir -p /var/lib/truce/home /var/lib/truce/airflow/logs \
    && chown -R truce:truce /var/lib/truce
USER truce
WORKDIR /var/lib/truce
ENV TRUCE_HOME=/var/lib/truce/home \
    AIRFLOW_HOME=/var/lib/truce/airflow \
    AIRFLOW__CORE__DAGS_FOLDER=/opt/truce/dags \
    AIRFLOW__CORE__LOAD_EXAMPLES=False \
    AIRFLOW__USAGE_DATA_COLLECTION__ENABLED=False

CMD ["truce", "--help"]
