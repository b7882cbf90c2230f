#!/usr/bin/env bash
head -c 9437184 /dev/zero > /root/large-model
