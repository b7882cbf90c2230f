#!/bin/sh
# Builds the image of this commit and pushes it.
set -eu
tag=$(git rev-parse --short=7 HEAD)
image="w255.example/ada/w255-api:$tag"
docker build --platform linux/amd64 -t "$image" .
docker push "$image"
