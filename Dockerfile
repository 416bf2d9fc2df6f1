FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv /venv
COPY requirements.txt /
RUN /venv/bin/pip install --no-deps --require-hashes -r /requirements.txt

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
# Joins the letters of Khmer and Burmese in pictures.
RUN apt-get update && apt-get install -y --no-install-recommends libfribidi0 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin record
COPY --from=build /venv /venv
WORKDIR /site
COPY . .
# Any key does for collecting files; none stays in the image.
RUN SECRET_KEY=only-for-collecting-static-files-of-the-image python manage.py collectstatic --noinput --verbosity 0 \
    && mkdir -p var && chown record var
USER record
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "scripts/start-container", "--healthy"]
ENTRYPOINT ["python", "scripts/start-container"]
