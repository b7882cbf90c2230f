#!/usr/bin/env bash
# Runs once, with a network, when the image is built.
set -e
useradd --no-create-home student
