# The locked dependencies and the program, for compose.yaml: docs/scaling.md.
FROM python:3.13-slim
WORKDIR /infusion-access
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE CHANGELOG.md CITATION.cff prefect.yaml ./
COPY flows flows
COPY infusion_access infusion_access
COPY pipelines pipelines
RUN pip install --no-cache-dir --no-deps --no-build-isolation .
