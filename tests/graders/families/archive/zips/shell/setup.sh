#!/usr/bin/env bash
useradd --create-home tester
