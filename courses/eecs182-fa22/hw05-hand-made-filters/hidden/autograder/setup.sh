#!/usr/bin/env bash
set -e
pip3 install -r /autograder/source/requirements.txt
useradd --no-create-home student
