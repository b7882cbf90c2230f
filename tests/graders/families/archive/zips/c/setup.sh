#!/bin/sh
cc -O1 -o /autograder/source/check /autograder/source/check.c
