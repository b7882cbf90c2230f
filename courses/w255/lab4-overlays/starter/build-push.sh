#!/bin/sh
# Build the image of this commit, and push it.
